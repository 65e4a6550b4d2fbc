import '../../webcomponents/define.ts';
import { createRandomKey } from '../../webcomponents/api/createRandomKey.ts';
import { deepEqual, equal, ok } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';
import { dicomSlice } from './support/dicomFrames.ts';
import { keys } from './support/gestures.ts';
import { updateJob, completedJob, putJob, putSource } from './support/jobs.ts';
import { canvasOf, testCard } from './support/viewer.ts';

const TYPES = ['dicom-job-created', 'dicom-job-changed', 'dicom-job-selected'];

describe('the elements’ events', () => {
  const events: CustomEvent<Record<string, string>>[] = [];
  const record = (event: Event): void => void events.push(event as CustomEvent<Record<string, string>>);

  beforeEach(() => {
    events.length = 0;
    for (const type of TYPES) document.addEventListener(type, record);
  });
  afterEach(() => {
    for (const type of TYPES) document.removeEventListener(type, record);
    document.body.replaceChildren();
  });

  /** Mounts the element inside the shadow root of another component. */
  function mountInside<T extends 'dicom-analyzer' | 'dicom-viewer'>(
    tag: T,
    batch = createRandomKey(),
  ): HTMLElementTagNameMap[T] {
    const host = document.createElement('div');
    const element = document.createElement(tag);
    Object.assign(element, { apiUrl: '/api', token: 'good', batch });
    element.style.height = '600px';
    host.attachShadow({ mode: 'open' }).append(element);
    document.body.append(host);
    return element;
  }

  const check = (): void => {
    for (const event of events) {
      ok(event.composed && event.bubbles, `${event.type} reaches the page`);
      for (const [name, value] of Object.entries(event.detail))
        ok(
          name === 'jobId' ? /^[0-9a-f]{32}$/.test(value) : name === 'state',
          `${event.type}: ${name} ${value}`,
        );
    }
  };

  it('of the analyzer cross shadow roots, and contain ids and states only', async () => {
    const analyzer = mountInside('dicom-analyzer');
    await analyzer.updateComplete;
    const transfer = new DataTransfer();
    transfer.items.add(new File([await testCard(20, 20)], 'doe^jane.png'));
    analyzer.renderRoot
      .querySelector('.drop')!
      .dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    const created = await waitFor('the job', () => events.find(({ type }) => type === 'dicom-job-created'));
    const { jobId } = created.detail;
    await putSource(jobId!, await testCard(20, 20));
    await updateJob(jobId!, completedJob({ left: 0, top: 0, width: 1, height: 1 }, 'Jane Doe'));
    await waitFor('the completed state', () => events.some(({ detail }) => detail.state === 'completed'));
    deepEqual(
      TYPES.filter((type) => !events.some((event) => event.type === type)),
      [],
    );
    check();
    ok(
      !JSON.stringify(events.map(({ detail }) => detail))
        .toLowerCase()
        .includes('jane'),
    );
  });

  it('of the viewer cross shadow roots, and report actions of the user but not of the page', async () => {
    const batch = createRandomKey();
    const ids: string[] = [];
    for (const position of [0, 10]) {
      const image = { format: 'dicom', width: 16, height: 16, frames: 1, series: 'abc', position } as const;
      const job = { ...completedJob({ left: 0, top: 0, width: 1, height: 1 }), image, renditions: [] };
      const jobId = await putJob({ ...job, batch });
      await putSource(jobId, new Blob([dicomSlice({ level: 50 + position, position })]));
      ids.push(jobId);
    }
    const viewer = mountInside('dicom-viewer', batch);
    viewer.jobId = ids[0]!;
    await canvasOf(viewer);
    await waitFor('the stack', () => viewer.toolContext?.count === 2);
    const selected = (): string[] =>
      events.filter(({ type }) => type === 'dicom-job-selected').map(({ detail }) => detail.jobId!);
    deepEqual(selected(), []);
    await keys(viewer, 'ArrowDown');
    await waitFor('the event', () => selected().length === 1);
    equal(selected()[0], ids[1]);
    check();
  });
});
