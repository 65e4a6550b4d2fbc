import '../../webcomponents/define.ts';
import type { DicomViewer } from '../../webcomponents/dicomViewer/dicomViewer.ts';
import { createRandomKey } from '../../webcomponents/api/createRandomKey.ts';
import { deepEqual, equal, ok } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';
import { dicomFrames, dicomSlice, type SliceOptions } from './support/dicomFrames.ts';
import { drawn, keys, point, press, stageOf } from './support/gestures.ts';
import { completedJob, putJob, putSource } from './support/jobs.ts';
import { canvasOf, mount, pixelAt, testCard } from './support/viewer.ts';

const slice = (options: SliceOptions): Blob => new Blob([dicomSlice(options)]);
const position = (viewer: DicomViewer): string =>
  viewer.renderRoot.querySelector('.frames bdi')?.textContent.trim() ?? '';

async function shows(viewer: DicomViewer, level: number): Promise<void> {
  const canvas = await canvasOf(viewer);
  await waitFor(`level ${level}`, () => pixelAt(canvas, 0.5, 0.5)[0] === level);
}

describe('stacks in the viewer', () => {
  afterEach(() => document.querySelectorAll('dicom-viewer').forEach((viewer) => viewer.remove()));

  it('sort files by position, and scroll with keys, wheel and slider', async () => {
    const viewer = mount({ width: 900, height: 600 });
    viewer.files = [20, 0, 30, 10].map((position) => slice({ level: 50 + position, position }));
    await shows(viewer, 70);
    await waitFor('the whole stack', () => position(viewer) === 'Image 3 / 4');
    await keys(viewer, 'ArrowDown');
    await shows(viewer, 80);
    await keys(viewer, 'ArrowDown');
    equal(position(viewer), 'Image 4 / 4', 'stays at the last image');
    await keys(viewer, 'Home');
    await shows(viewer, 50);
    stageOf(viewer).dispatchEvent(new WheelEvent('wheel', { deltaY: 100, bubbles: true, cancelable: true }));
    await shows(viewer, 60);
    const slider = viewer.renderRoot.querySelector<HTMLInputElement>('.frames input')!;
    slider.value = '2';
    slider.dispatchEvent(new Event('input'));
    await shows(viewer, 70);
  });

  it('leave the wheel to the page until the image has the focus', async () => {
    const viewer = mount({ width: 900, height: 600 });
    viewer.files = [0, 10].map((position) => slice({ level: 50 + position, position }));
    await waitFor('the stack', () => position(viewer) === 'Image 1 / 2');
    const wheel = new WheelEvent('wheel', { deltaY: 100, bubbles: true, cancelable: true });
    stageOf(viewer).dispatchEvent(wheel);
    equal(wheel.defaultPrevented, false);
    equal(position(viewer), 'Image 1 / 2');
  });

  it('separate series, sizes and orientations, with a strip of thumbnails', async () => {
    const viewer = mount({ width: 900, height: 600 });
    viewer.files = [
      slice({ level: 40, position: 0 }),
      slice({ level: 50, position: 10 }),
      slice({ level: 80, position: 0, orientation: '1\\0\\0\\0\\0\\-1' }),
      slice({ level: 120, position: 0, side: 32 }),
      slice({ level: 160, position: 0, series: '9.9' }),
      new Blob([dicomFrames(3)]),
      new Blob(['no image']),
    ];
    await waitFor('the strip', () => viewer.renderRoot.querySelectorAll('.strip button').length === 5);
    const labels = [...viewer.renderRoot.querySelectorAll('.strip button')].map((button) =>
      button.getAttribute('aria-label'),
    );
    deepEqual(labels, ['CT, 2 images', 'CT, 1 image', 'CT, 1 image', 'CT, 1 image', 'OT, 3 images']);
    const thumbnailLevels = await waitFor('the thumbnails', () => {
      const levels = [...viewer.renderRoot.querySelectorAll<HTMLCanvasElement>('.strip canvas')].map(
        (canvas) => pixelAt(canvas, 0.5, 0.5)[0]!,
      );
      return levels.length === 5 && levels.every((level) => level > 0) && levels;
    });
    deepEqual(thumbnailLevels, [40, 80, 120, 160, 60]);
    viewer.renderRoot.querySelectorAll<HTMLButtonElement>('.strip button')[3]!.click();
    await shows(viewer, 160);
    await keys(viewer, 'PageDown');
    await shows(viewer, 60);
    equal(position(viewer), 'Frame 1 / 3');
    await keys(viewer, 'PageUp', 'PageUp');
    await shows(viewer, 120);
    await waitFor('the announcement of the skipped file', () =>
      viewer.renderRoot.querySelector('.screen > [role="status"]')?.textContent.includes('not images: 1'),
    );
  });

  it('change the series on a sideways three-finger swipe, and the image on a vertical one', async () => {
    const viewer = mount({ width: 900, height: 600 });
    viewer.files = [
      slice({ level: 40, position: 0 }),
      slice({ level: 50, position: 10 }),
      slice({ level: 160, position: 0, series: '9.9' }),
    ];
    await waitFor('the strip', () => viewer.renderRoot.querySelectorAll('.strip button').length === 2);
    await shows(viewer, 40);
    const swipe = (dx: number, dy: number): void => {
      const ids = [1, 2, 3];
      const move = (type: 'pointerdown' | 'pointermove' | 'pointerup', part: number): void => {
        for (const pointerId of ids)
          point(
            viewer,
            type,
            { x: 300 + 40 * pointerId + dx * part, y: 250 + dy * part },
            { pointerId, pointerType: 'touch' },
          );
      };
      move('pointerdown', 0);
      for (const part of [0.2, 0.4, 0.6, 0.8, 1]) move('pointermove', part);
      move('pointerup', 1);
    };
    swipe(-150, 4);
    await shows(viewer, 160);
    swipe(150, -4);
    await shows(viewer, 40);
    swipe(4, 24);
    await shows(viewer, 50);
    equal(viewer.toolContext!.viewport.voi, undefined, 'the window is unchanged');
  });

  it('keep window and rotation from slice to slice, and measurements on their slice', async () => {
    const viewer = mount({ width: 900, height: 600 });
    viewer.files = [0, 10].map((position) => slice({ level: 50 + position, position }));
    await waitFor('the stack', () => position(viewer) === 'Image 1 / 2');
    await keys(viewer, '2', 'r', 'd', 'Enter', 'ArrowRight', 'Enter', 'Escape');
    const { viewport } = viewer.toolContext!;
    await keys(viewer, 'End');
    await waitFor('the second slice', () => viewer.toolContext!.place.startsWith('1/'));
    await drawn();
    equal(viewport.voi?.width, 1500);
    equal(viewport.state?.rotation, 90);
    equal(viewer.renderRoot.querySelectorAll('.measurement').length, 0);
    await keys(viewer, 'Home');
    await waitFor('the first slice', () => viewer.toolContext!.place.startsWith('0/'));
    await drawn();
    equal(viewer.renderRoot.querySelectorAll('.measurement[data-kind="length"]').length, 1);
  });

  it('load a batch from the API with each image’s results, and report the selected job', async () => {
    const batch = createRandomKey();
    const ids: string[] = [];
    for (const position of [10, 0]) {
      const job = completedJob({ left: 0, top: 0, width: 0.5, height: 0.5 }, `Label at ${position}`);
      const image = { format: 'dicom', width: 16, height: 16, frames: 1, series: 'abc', position } as const;
      const jobId = await putJob({ ...job, image, batch });
      await putSource(jobId, slice({ level: 50 + position, position }));
      await fetch(`/fake/jobs/${jobId}/files/0`, { method: 'PUT', body: await testCard(16, 16) });
      ids.push(jobId);
    }
    const viewer = mount({ width: 900, height: 600 });
    const selected: string[] = [];
    viewer.addEventListener('dicom-job-selected', (event) =>
      selected.push((event as CustomEvent<{ jobId: string }>).detail.jobId),
    );
    Object.assign(viewer, { apiUrl: '/api', token: 'good', batch, jobId: ids[0] });
    await shows(viewer, 60);
    await waitFor('the stack', () => position(viewer) === 'Image 2 / 2');
    await keys(viewer, 'ArrowUp');
    await shows(viewer, 50);
    await waitFor('the results of the first slice', () =>
      viewer.renderRoot.querySelector('.panel')?.textContent.includes('Label at 0'),
    );
    deepEqual(selected, [ids[1]]);
    equal(viewer.jobId, ids[1]);
    viewer.jobId = ids[0]!;
    await shows(viewer, 60);
    await waitFor('the results of the second slice', () =>
      viewer.renderRoot.querySelector('.panel')?.textContent.includes('Label at 10'),
    );
  });

  it('play at the file’s rate when started, and stop', async () => {
    const viewer = mount({ width: 900, height: 600 });
    viewer.file = new Blob([dicomFrames(3)]);
    await shows(viewer, 60);
    equal(viewer.toolContext!.playing, false);
    await press(viewer, 'cine');
    await shows(viewer, 120);
    await shows(viewer, 180);
    await shows(viewer, 60);
    ok(viewer.renderRoot.querySelector('[data-tool="cine"]')?.getAttribute('aria-pressed') === 'true');
    await keys(viewer, 'c');
    const { index } = viewer.toolContext!;
    await new Promise((resolve) => setTimeout(resolve, 300));
    equal(viewer.toolContext!.index, index);
  });
});
