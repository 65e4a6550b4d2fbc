import '../../webcomponents/define.ts';
import type { DicomViewer } from '../../webcomponents/dicomViewer/dicomViewer.ts';
import { openDicom } from '../../dicom/index.ts';
import { bytesReader } from '../../dicom/rangeReader.ts';
import { toDisplay } from '../../dicom/display/toDisplay.ts';
import { equal, near, ok } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';
import { completedJob, putJob, putSource } from './support/jobs.ts';
import { dicomFrames } from './support/dicomFrames.ts';
import { canvasOf, mount, pixelAt, testCard } from './support/viewer.ts';

describe('<dicom-viewer>', () => {
  afterEach(() => document.querySelectorAll('dicom-viewer').forEach((viewer) => viewer.remove()));

  it('shows a local file, fitted and centred', async () => {
    const viewer = mount({ width: 900, height: 500 });
    viewer.file = await testCard(200, 100);
    const canvas = await canvasOf(viewer);
    const { width, height } = canvas;
    await waitFor('the red quarter', () => pixelAt(canvas, 0.25, 0.45)[0]! > 200);
    equal(pixelAt(canvas, 0.25, 0.45).join(), '255,0,0,255', 'upper left');
    equal(pixelAt(canvas, 0.75, 0.45).join(), '0,255,0,255', 'upper right');
    equal(pixelAt(canvas, 0.25, 0.55).join(), '0,0,255,255', 'lower left');
    ok(width > 500 && height > 300, 'the canvas fills the stage');
  });

  it('keeps the boxes in place through rotation, flips and zoom', async () => {
    const jobId = await putJob(completedJob({ left: 0.5, top: 0, width: 0.5, height: 0.5 }));
    await putSource(jobId, await testCard(200, 100));
    const viewer = mount({ width: 900, height: 500 });
    Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId });
    const line = await waitFor('the box', () => viewer.renderRoot.querySelector('polygon.line'));
    const canvas = await canvasOf(viewer);
    await waitFor('the green quarter', () => pixelAt(canvas, 0.75, 0.45)[1]! > 200);
    for (const tools of [[], ['rotate'], ['rotate', 'flip-horizontal'], ['zoom-out', 'flip-vertical']]) {
      await press(viewer, 'reset', ...tools);
      await drawn();
      const { x, y, width, height } = (line as SVGPolygonElement).getBBox();
      const ratio = canvas.width / canvas.getBoundingClientRect().width;
      for (const [u, v] of [
        [0.03, 0.03],
        [0.97, 0.03],
        [0.03, 0.97],
        [0.97, 0.97],
      ] as const) {
        const at = canvas
          .getContext('2d')!
          .getImageData((x + u * width) * ratio, (y + v * height) * ratio, 1, 1).data;
        equal([...at].join(), '0,255,0,255', `corner ${u},${v} of the box after ${tools.join()}`);
      }
    }
  });

  it('shows DICOM with the levels of the decoder at 1:1', async function () {
    const response = await fetch('/shared/dicom/dicom-test-files/WG04/REF/CT1_UNC');
    if (!response.ok) this.skip();
    const bytes = new Uint8Array(await response.arrayBuffer());
    const image = await openDicom(bytesReader(bytes));
    const shown = toDisplay(image, await image.readFrame(0), 0);
    const viewer = mount({ width: 1100, height: 700 });
    viewer.file = new Blob([bytes]);
    const canvas = await canvasOf(viewer);
    await press(viewer, 'one-to-one');
    await drawn();
    const left = Math.round((canvas.width - shown.width) / 2);
    const top = Math.round((canvas.height - shown.height) / 2);
    const row = Math.max(0, -top);
    const rows = Math.min(shown.height, canvas.height);
    const drawnPixels = canvas.getContext('2d')!.getImageData(left, top + row, shown.width, rows).data;
    let different = 0;
    for (let i = 0; i < shown.width * rows; i++)
      if (drawnPixels[i * 4] !== shown.data[row * shown.width + i]) different++;
    equal(different, 0, 'pixels that differ');
  });

  it('changes the window by dragging, and restores it with Reset', async () => {
    const viewer = mount({ width: 900, height: 500 });
    viewer.file = await testCard(200, 100);
    const canvas = await canvasOf(viewer);
    await waitFor('the image', () => pixelAt(canvas, 0.75, 0.55)[0] === 128);
    const stage = viewer.renderRoot.querySelector<HTMLElement>('.stage')!;
    const pointer = (type: string, clientX: number, clientY: number): boolean =>
      stage.dispatchEvent(
        new PointerEvent(type, { pointerId: 1, clientX, clientY, button: 0, bubbles: true, isPrimary: true }),
      );
    stage.setPointerCapture = () => undefined;
    pointer('pointerdown', 300, 300);
    pointer('pointermove', 300, 350);
    pointer('pointerup', 300, 350);
    await waitFor('darker grey', () => pixelAt(canvas, 0.75, 0.55)[0]! < 100);
    near(pixelAt(canvas, 0.75, 0.55)[0]!, 128 - 50, 2, 'the centre is 50 levels higher');
    await press(viewer, 'reset');
    await waitFor('the same grey again', () => pixelAt(canvas, 0.75, 0.55)[0] === 128);
  });

  it('inverts the image', async () => {
    const viewer = mount({ width: 900, height: 500 });
    viewer.file = await testCard(200, 100);
    const canvas = await canvasOf(viewer);
    await waitFor('red', () => pixelAt(canvas, 0.25, 0.45)[0] === 255);
    await press(viewer, 'invert');
    await waitFor('cyan', () => pixelAt(canvas, 0.25, 0.45)[0] === 0);
    equal(pixelAt(canvas, 0.25, 0.45).join(), '0,255,255,255');
  });

  it('scrolls through the frames of a file with keys, and stops at the ends', async () => {
    const viewer = mount({ width: 900, height: 500 });
    viewer.file = new Blob([dicomFrames(3)]);
    const canvas = await canvasOf(viewer);
    const stage = viewer.renderRoot.querySelector<HTMLElement>('.stage')!;
    const key = (name: string): boolean => stage.dispatchEvent(new KeyboardEvent('keydown', { key: name }));
    const level = (): number => pixelAt(canvas, 0.5, 0.5)[0]!;
    await waitFor('frame 1', () => level() === 60);
    key('ArrowDown');
    await waitFor('frame 2', () => level() === 120);
    key('End');
    await waitFor('frame 3', () => level() === 180);
    key('ArrowRight');
    await drawn();
    equal(level(), 180);
    equal(viewer.renderRoot.querySelector('.frames bdi')?.textContent.trim(), 'Frame 3 / 3');
    key('Home');
    await waitFor('frame 1 again', () => level() === 60);
  });

  it('shows its image again after it was moved', async () => {
    const viewer = mount({ width: 900, height: 500 });
    viewer.file = await testCard(200, 100);
    await canvasOf(viewer);
    const container = document.createElement('div');
    document.body.append(container);
    container.append(viewer);
    const canvas = await canvasOf(viewer);
    await waitFor('the image', () => pixelAt(canvas, 0.25, 0.45)[0] === 255);
    equal(viewer.renderRoot.querySelectorAll('canvas').length, 1);
    container.remove();
  });

  it('shows the reason why a rejected job has no image', async () => {
    const message = 'The object contains no image.';
    const jobId = await putJob({ state: 'rejected', error: { code: 'not-an-image', message } });
    const viewer = mount({ width: 900, height: 500 });
    Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId });
    const shown = await waitFor('the message', () => viewer.renderRoot.querySelector('.message p'));
    equal(shown.textContent, message);
  });

  it('renders hostile labels as text', async () => {
    const name = '<img src=x onerror="window.hacked=1">';
    const jobId = await putJob({
      ...completedJob({ left: 0, top: 0, width: 1, height: 1 }, name),
    });
    await putSource(jobId, await testCard(200, 100));
    const viewer = mount({ width: 900, height: 500 });
    Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId });
    const tag = await waitFor('the label', () => viewer.renderRoot.querySelector('.detection text'));
    ok(tag.textContent.includes(name), 'the label is rendered as text');
    equal(viewer.renderRoot.querySelector('img'), null);
    equal('hacked' in window, false);
  });

  it('requests a job and its links in parallel, then its rendition and its source', async () => {
    // The buffer keeps 250 entries, and the requests of earlier tests may have filled it.
    performance.clearResourceTimings();
    const jobId = await putJob(completedJob({ left: 0, top: 0, width: 1, height: 1 }));
    await putSource(jobId, await testCard(200, 100));
    await fetch(`/fake/jobs/${jobId}/files/0`, { method: 'PUT', body: await testCard(200, 100) });
    const viewer = mount({ width: 900, height: 500 });
    Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId });
    const canvas = await canvasOf(viewer);
    await waitFor('the image', () => pixelAt(canvas, 0.25, 0.45)[0] === 255);
    // The browser adds an entry some time after the response has ended.
    const timingOf = (path: string): Promise<PerformanceResourceTiming> =>
      waitFor(`the timing of ${path}`, () =>
        (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).find(({ name }) =>
          name.includes(path),
        ),
      );
    for (const [one, other] of [
      [`/api/jobs/${jobId}`, `/api/jobs/${jobId}/links`],
      [`/files/jobs/${jobId}/0`, `/files/jobs/${jobId}/source`],
    ] as const) {
      const [first, second] = [await timingOf(one), await timingOf(other)];
      ok(second.startTime < first.responseEnd, `${other} does not wait for ${one}`);
      ok(first.startTime < second.responseEnd, `${one} does not wait for ${other}`);
    }
  });

  it('requests links again when they have expired', async () => {
    const jobId = await putJob(completedJob({ left: 0, top: 0, width: 1, height: 1 }));
    await putSource(jobId, await testCard(200, 100));
    await fetch(`/fake/jobs/${jobId}/stale`, { method: 'PUT' });
    const viewer = mount({ width: 900, height: 500 });
    Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId });
    const canvas = await canvasOf(viewer);
    await waitFor('the image', () => pixelAt(canvas, 0.25, 0.45)[0] === 255);
    const calls = (await (await fetch('/fake/calls')).json()) as string[];
    equal(calls.filter((call) => call === `POST /jobs/${jobId}/links`).length, 2);
  });

  it('shows the source if its rendition is unavailable', async () => {
    const jobId = await putJob(completedJob({ left: 0, top: 0, width: 0.5, height: 0.5 }));
    const body = await testCard(200, 100);
    await fetch(`/fake/jobs/${jobId}/files/source`, { method: 'PUT', body });
    const viewer = mount({ width: 900, height: 500 });
    Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId });
    const canvas = await canvasOf(viewer);
    await waitFor('the image', () => pixelAt(canvas, 0.25, 0.45)[0] === 255);
  });

  it('requests links again after the server was unavailable', async () => {
    const jobId = await putJob(completedJob({ left: 0, top: 0, width: 1, height: 1 }));
    await putSource(jobId, await testCard(200, 100));
    await fetch(`/fake/jobs/${jobId}/failing`, { method: 'PUT' });
    const viewer = mount({ width: 900, height: 500 });
    Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId });
    const canvas = await canvasOf(viewer);
    await waitFor('the image', () => pixelAt(canvas, 0.25, 0.45)[0] === 255);
    const calls = (await (await fetch('/fake/calls')).json()) as string[];
    equal(calls.filter((call) => call === `POST /jobs/${jobId}/links`).length, 2);
  });

  it('places tags without overlap', async () => {
    const box = { left: 0.5, top: 0.4, width: 0.02, height: 0.05 };
    const job = completedJob(box);
    const [label] = job.analyses!.rekognition!.labels;
    for (const left of [0.51, 0.52])
      label!.instances.push({ frame: 0, box: { ...box, left }, confidence: 80 });
    const jobId = await putJob(job);
    await putSource(jobId, await testCard(200, 100));
    const viewer = mount({ width: 900, height: 500 });
    Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId });
    const tags = await waitFor('the tags', () => {
      const found = [...viewer.renderRoot.querySelectorAll('.detection .tag')];
      return found.length === 3 ? found.map((tag) => tag.getBoundingClientRect()) : undefined;
    });
    for (const [index, a] of tags.entries())
      for (const b of tags.slice(index + 1))
        ok(
          a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top,
          'tags do not overlap',
        );
  });
});

const drawn = (): Promise<void> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

async function press(viewer: DicomViewer, ...tools: string[]): Promise<void> {
  for (const tool of tools)
    (
      await waitFor(`the button ${tool}`, () =>
        viewer.renderRoot.querySelector<HTMLButtonElement>(`[data-tool="${tool}"]:enabled`),
      )
    ).click();
}
