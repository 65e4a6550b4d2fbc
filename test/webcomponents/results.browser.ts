import '../../webcomponents/define.ts';
import type { Job } from '../../contract/job.ts';
import type { DicomViewer } from '../../webcomponents/dicomViewer/dicomViewer.ts';
import { deepEqual, equal, ok } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';
import { dicomFrames } from './support/dicomFrames.ts';
import { drawn, keys } from './support/gestures.ts';
import { putJob, putSource } from './support/jobs.ts';
import { canvasOf, mount, pixelAt, testCard } from './support/viewer.ts';

const whole = { left: 0, top: 0, width: 1, height: 1 };
const box = { left: 0.2, top: 0.2, width: 0.3, height: 0.3 };

/** A cine of three frames with four analyzers: two done, one in progress, one failed. */
const fourAnalyzers: Partial<Job> = {
  state: 'completed',
  image: { format: 'dicom', width: 16, height: 16, frames: 3 },
  renditions: [
    {
      frame: 1,
      width: 16,
      height: 16,
      crop: whole,
      window: { center: 40, width: 400, function: 'LINEAR', source: 'file' },
    },
  ],
  analyses: {
    rekognition: {
      state: 'succeeded',
      labels: [
        { name: 'Bone', confidence: 95, instances: [{ frame: 1, box, confidence: 95 }] },
        {
          name: 'Chair',
          confidence: 60,
          instances: [
            { frame: 1, box: { ...box, left: 0.5 }, confidence: 60 },
            { frame: 2, box, confidence: 58 },
          ],
        },
      ],
      text: [],
    },
    sharpness: {
      state: 'succeeded',
      labels: [{ name: 'Sharp', confidence: 70, instances: [{ frame: 1, box, confidence: 70 }] }],
      text: [],
    },
    slow: { state: 'pending', labels: [], text: [] },
    broken: {
      state: 'failed',
      labels: [],
      text: [],
      error: { code: 'x', message: 'It broke.' },
    },
  },
};

async function shown(job: Partial<Job> = fourAnalyzers): Promise<DicomViewer> {
  const jobId = await putJob(job);
  await putSource(jobId, new Blob([dicomFrames(3)]));
  await fetch(`/fake/jobs/${jobId}/files/1`, { method: 'PUT', body: await testCard(16, 16) });
  const viewer = mount({ width: 1000, height: 600 });
  Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId });
  const canvas = await canvasOf(viewer);
  await waitFor('the analyzed frame', () => pixelAt(canvas, 0.5, 0.5)[0] === 120);
  return viewer;
}

const boxesOf = (viewer: DicomViewer): string[] =>
  [...viewer.renderRoot.querySelectorAll('.detection')].map((box) => box.getAttribute('data-key')!);
const rowsOf = (viewer: DicomViewer): string[] =>
  [...viewer.renderRoot.querySelectorAll('.analyzer tbody tr')].map((row) =>
    row.textContent.replace(/\s+/g, ' ').trim(),
  );
const threshold = async (viewer: DicomViewer, value: number): Promise<void> => {
  const input = viewer.renderRoot.querySelector<HTMLInputElement>('.threshold input')!;
  input.value = String(value);
  input.dispatchEvent(new Event('input'));
  await viewer.updateComplete;
};

describe('results in the viewer', () => {
  afterEach(() => document.querySelectorAll('dicom-viewer').forEach((viewer) => viewer.remove()));

  it('are grouped by analyzer with its state', async () => {
    const viewer = await shown();
    const parts = [...viewer.renderRoot.querySelectorAll('.analyzer')].map(
      (part) => `${part.getAttribute('aria-label')}: ${part.querySelector('.badge')?.textContent}`,
    );
    deepEqual(parts, ['rekognition: Done', 'sharpness: Done', 'slow: In progress', 'broken: Failed']);
    ok(viewer.renderRoot.querySelector('[aria-label="broken"]')?.textContent.includes('It broke.'));
    deepEqual(rowsOf(viewer), [
      'Bone frame 2 95 %',
      'Chair frame 2 60 %',
      'Chair frame 3 58 %',
      'Sharp frame 2 70 %',
    ]);
  });

  it('are hidden below a threshold, on the image and in the tables', async () => {
    const viewer = await shown();
    equal(boxesOf(viewer).length, 3);
    await threshold(viewer, 65);
    deepEqual(boxesOf(viewer), ['rekognition/label/0/0', 'sharpness/label/0/0']);
    deepEqual(rowsOf(viewer), ['Bone frame 2 95 %', 'Sharp frame 2 70 %']);
    await threshold(viewer, 96);
    equal(boxesOf(viewer).length, 0);
    ok(
      viewer.renderRoot
        .querySelector('[aria-label="rekognition"]')
        ?.textContent.includes('No labels above 96'),
      'names the threshold, because labels were found below it',
    );
  });

  it('can be hidden for one analyzer, and all boxes with B', async () => {
    const viewer = await shown();
    viewer.renderRoot.querySelector<HTMLInputElement>('[aria-label="sharpness"] .toggle input')!.click();
    await drawn();
    deepEqual(boxesOf(viewer), ['rekognition/label/0/0', 'rekognition/label/1/0']);
    await keys(viewer, 'b');
    equal(boxesOf(viewer).length, 0);
  });

  it('show their frame when clicked, and highlight their box on focus', async () => {
    const viewer = await shown();
    const row = [...viewer.renderRoot.querySelectorAll<HTMLButtonElement>('button.row')].find((button) =>
      button.textContent.includes('frame 3'),
    )!;
    row.focus();
    row.click();
    const canvas = await canvasOf(viewer);
    await waitFor(
      'frame 3',
      () => pixelAt(canvas, 0.9, 0.5)[0] === 0 && pixelAt(canvas, 0.6, 0.7)[0] === 180,
    );
    await waitFor('the box of frame 3', () => boxesOf(viewer).join() === 'rekognition/label/1/1');
    ok(viewer.renderRoot.querySelector('.detection.highlighted'));
  });

  it('state the window that was analyzed, and apply it', async () => {
    const viewer = await shown();
    const summary = viewer.renderRoot.querySelector('.analyzed')!;
    equal(summary.querySelector('span')?.textContent, 'Analyzed at W 400 L 40, frame 2');
    await keys(viewer, 'End', 'i', 'Shift+ArrowDown');
    const canvas = await canvasOf(viewer);
    await waitFor('another frame', () => viewer.toolContext!.place.endsWith('/2'));
    summary.querySelector('button')!.click();
    await waitFor('frame 2 with its default window', () => pixelAt(canvas, 0.5, 0.5)[0] === 120);
    equal(viewer.toolContext!.viewport.pick, undefined);
    equal(viewer.toolContext!.viewport.state?.invert, false);
  });

  it('mask detected text until the user reveals it with M', async () => {
    const job = structuredClone(fourAnalyzers);
    job.analyses!.rekognition!.text = [{ frame: 1, box, confidence: 99, text: 'SOME TEXT' }];
    const viewer = await shown(job);
    ok(!viewer.renderRoot.textContent.includes('SOME TEXT'));
    await keys(viewer, 'm');
    ok(viewer.renderRoot.textContent.includes('SOME TEXT'));
    await keys(viewer, 'm');
    ok(!viewer.renderRoot.textContent.includes('SOME TEXT'));
  });

  it('suggest a remedy if there are none, and retry a failed job', async () => {
    const readRemedy = async (job: Partial<Job>): Promise<string> => {
      const viewer = mount({ width: 900, height: 500 });
      const jobId = await putJob(job);
      Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId });
      const remedy = await waitFor(`the remedy of ${JSON.stringify(job)}`, () =>
        viewer.renderRoot.querySelector('.remedy'),
      );
      return remedy.textContent;
    };
    const error = (code: string) => ({ code, message: 'It did not work.' });
    equal(
      await readRemedy({ state: 'rejected', error: error('not-an-image') }),
      'Reports, waveforms and similar objects are not analyzed. Choose a file that contains an image.',
    );
    equal(
      await readRemedy({ state: 'rejected', error: error('truncated') }),
      'Export the image again, or choose another file.',
    );
    equal(await readRemedy({ state: 'expired' }), 'The file did not arrive in time. Upload it again.');
    const viewer = mount({ width: 900, height: 500 });
    const jobId = await putJob({ state: 'failed', error: error('timed-out') });
    Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId });
    const retry = await waitFor('the button', () =>
      viewer.renderRoot.querySelector<HTMLButtonElement>('.message button'),
    );
    retry.click();
    await waitFor(
      'the next attempt',
      () => viewer.renderRoot.querySelector('.message strong')?.textContent === 'Decoding',
    );
    const rejected = mount({ width: 900, height: 500 });
    Object.assign(rejected, { apiUrl: '/api', token: 'bad', jobId });
    const remedy = await waitFor('the remedy', () => rejected.renderRoot.querySelector('.remedy'));
    equal(remedy.textContent, 'Sign in again.');
  });
});
