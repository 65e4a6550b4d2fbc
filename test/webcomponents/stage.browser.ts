import '../../webcomponents/define.ts';
import { createRandomKey } from '../../webcomponents/api/createRandomKey.ts';
import type { DicomViewer } from '../../webcomponents/dicomViewer/dicomViewer.ts';
import { deepEqual, equal, ok } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';
import { dicomFrames, dicomSlice } from './support/dicomFrames.ts';
import { drawn, keys, stageOf } from './support/gestures.ts';
import { completedJob, putJob, putSource } from './support/jobs.ts';
import { canvasOf, mount, pixelAt } from './support/viewer.ts';

const box = { left: 0.2, top: 0.2, width: 0.5, height: 0.5 };

/** Creates a completed job of one CT slice in the fake API. */
async function putSlice(
  name: string,
  { level, position = 0, series = '1.2.3', batch, source }: SliceJob,
): Promise<string> {
  const image = { format: 'dicom', width: 16, height: 16, frames: 1, series, position } as const;
  const jobId = await putJob({ ...completedJob(box, name), image, renditions: [], batch });
  await putSource(jobId, source ?? new Blob([dicomSlice({ level, position, series })]));
  return jobId;
}

interface SliceJob {
  level: number;
  position?: number;
  series?: string;
  batch?: string;
  source?: Blob;
}

/** Delays the requests for a job's files until `release` is called. */
function holdFiles(jobId: string): { release: () => void } {
  const { fetch } = globalThis;
  let open: () => void;
  const released = new Promise<void>((resolve) => (open = resolve));
  globalThis.fetch = async (...request: Parameters<typeof globalThis.fetch>) => {
    const [url] = request;
    if (typeof url === 'string' && url.includes(`/files/jobs/${jobId}/`)) await released;
    return fetch(...request);
  };
  return {
    release: () => {
      globalThis.fetch = fetch;
      open();
    },
  };
}

/** Returns the image's content on the stage: painted pixels, boxes, corner text and the accessible name. */
const contentOf = (viewer: DicomViewer): Record<string, unknown> => {
  const canvas = viewer.renderRoot.querySelector<HTMLCanvasElement>('.canvas canvas');
  const { data } = canvas!.getContext('2d')!.getImageData(0, 0, canvas!.width, canvas!.height);
  return {
    painted: data.some((level) => level > 0),
    boxes: viewer.renderRoot.querySelectorAll('.detection').length,
    corners: viewer.renderRoot.querySelectorAll('.corner, .letter, .scale').length,
    measurements: viewer.renderRoot.querySelectorAll('.measurement, .measurements').length,
    name: stageOf(viewer).getAttribute('aria-label'),
  };
};
const NO_CONTENT = { painted: false, boxes: 0, corners: 0, measurements: 0, name: 'Image' };

const messageOf = (viewer: DicomViewer): string | undefined =>
  viewer.renderRoot.querySelector('.stage .message strong')?.textContent;

async function showsLevel(viewer: DicomViewer, level: number): Promise<void> {
  const canvas = await canvasOf(viewer);
  await waitFor(`level ${level}`, () => pixelAt(canvas, 0.5, 0.5)[0] === level);
}

/** Mounts a viewer that shows the job with its box and a measurement. */
async function shown(jobId: string, level: number, more: object = {}): Promise<DicomViewer> {
  const viewer = mount({ width: 900, height: 600 });
  Object.assign(viewer, { apiUrl: '/api', token: 'good', jobId, ...more });
  await showsLevel(viewer, level);
  await waitFor('its box', () => viewer.renderRoot.querySelector('.detection'));
  await keys(viewer, 'd', 'Enter', 'ArrowRight', 'Enter', 'Escape');
  await waitFor('its measurement', () => viewer.renderRoot.querySelector('.measurement'));
  ok(stageOf(viewer).getAttribute('aria-label')!.startsWith('Image, CT'));
  return viewer;
}

describe('the stage', () => {
  afterEach(() => document.querySelectorAll('dicom-viewer').forEach((viewer) => viewer.remove()));

  it('clears the former job’s image while the next one loads', async () => {
    const first = await putSlice('First', { level: 90 });
    const second = await putSlice('Second', { level: 150 });
    const viewer = await shown(first, 90);
    const { release } = holdFiles(second);
    try {
      viewer.jobId = second;
      await waitFor('the results of the second job', () =>
        viewer.renderRoot.querySelector('.panel')?.textContent.includes('Second'),
      );
      await drawn();
      deepEqual(contentOf(viewer), NO_CONTENT);
      equal(messageOf(viewer), 'Loading…');
      viewer.style.width = '700px';
      await drawn();
      equal(contentOf(viewer).painted, false, 'still empty after a resize');
    } finally {
      release();
    }
    await showsLevel(viewer, 150);
    equal(messageOf(viewer), undefined);
  });

  it('shows an error in place of an image that cannot be read', async () => {
    const first = await putSlice('First', { level: 90 });
    const broken = await putSlice('Broken', { level: 0, source: new Blob(['no image']) });
    const viewer = await shown(first, 90);
    viewer.jobId = broken;
    await waitFor('the error', () => messageOf(viewer) === 'The image cannot be displayed');
    await drawn();
    deepEqual(contentOf(viewer), NO_CONTENT);
    viewer.jobId = first;
    await showsLevel(viewer, 90);
    equal(messageOf(viewer), undefined);
  });

  it('clears the former image while another job of the same batch loads', async () => {
    const batch = createRandomKey();
    const jobs = [
      { level: 90, position: 0 },
      { level: 120, position: 10 },
      { level: 150, position: 0, series: '9.9' },
    ];
    for (const next of [1, 2]) {
      const ids: string[] = [];
      for (const job of jobs) ids.push(await putSlice(`Level ${job.level}`, { ...job, batch }));
      const { release } = holdFiles(ids[next]!);
      try {
        const viewer = await shown(ids[0]!, 90, { batch });
        await waitFor('the strip', () => viewer.renderRoot.querySelectorAll('.strip button').length === 2);
        viewer.jobId = ids[next]!;
        await viewer.updateComplete;
        await drawn();
        deepEqual(contentOf(viewer), NO_CONTENT, `job ${next}`);
        equal(messageOf(viewer), 'Loading…');
        release();
        await showsLevel(viewer, jobs[next]!.level);
        viewer.remove();
      } finally {
        release();
      }
    }
  });

  it('shows an error in place of a slice that cannot be read, and scrolls past it', async () => {
    const batch = createRandomKey();
    await putSlice('Third', { level: 150, position: 20, batch });
    const broken = await putSlice('Broken', {
      level: 0,
      position: 10,
      batch,
      source: new Blob(['no image']),
    });
    const first = await putSlice('First', { level: 90, position: 0, batch });
    const viewer = await shown(first, 90, { batch });
    const position = (): string | undefined => viewer.renderRoot.querySelector('.frames bdi')?.textContent;
    await waitFor('the stack', () => position() === 'Image 1 / 3');
    await keys(viewer, 'ArrowDown');
    await waitFor('the error', () => messageOf(viewer) === 'The image cannot be displayed');
    await waitFor('the results of the broken slice', () =>
      viewer.renderRoot.querySelector('.panel')?.textContent.includes('Broken'),
    );
    deepEqual(contentOf(viewer), NO_CONTENT);
    equal(position(), 'Image 2 / 3');
    equal(viewer.jobId, broken);
    await keys(viewer, 'ArrowDown');
    await showsLevel(viewer, 150);
    equal(position(), 'Image 3 / 3');
  });

  it('clears the former file once another one is set', async () => {
    const viewer = mount({ width: 900, height: 600 });
    viewer.file = new Blob([dicomFrames(2)]);
    await showsLevel(viewer, 60);
    viewer.file = new Blob(['no image']);
    await waitFor('the error', () => messageOf(viewer) === 'The image cannot be displayed');
    deepEqual(contentOf(viewer), NO_CONTENT);
  });
});
