import '../../webcomponents/define.ts';
import { createRandomKey } from '../../webcomponents/api/createRandomKey.ts';
import type { DicomAnalyzer } from '../../webcomponents/dicomAnalyzer/dicomAnalyzer.ts';
import { deepEqual, equal, ok } from '../browser/assert.ts';
import { waitFor } from '../support/waitFor.ts';
import { updateJob, completedJob, putJob, putSource } from './support/jobs.ts';
import { testCard } from './support/viewer.ts';

describe('<dicom-analyzer>', () => {
  afterEach(() => document.querySelectorAll('dicom-analyzer').forEach((analyzer) => analyzer.remove()));

  it('uploads a dropped file, tracks its job and displays its boxes', async () => {
    const analyzer = mount();
    const events: [string, unknown][] = [];
    for (const type of ['dicom-job-created', 'dicom-job-selected'])
      analyzer.addEventListener(type, (event) => events.push([type, (event as CustomEvent).detail]));
    await analyzer.updateComplete;
    drop(analyzer, new File([await testCard(200, 100)], 'jane-doe.png'));
    const row = await waitFor('the row', () => find(analyzer, 'li.selected'));
    const jobId = row.dataset.job!;
    ok(find(analyzer, '.title')?.textContent === 'jane-doe.png', 'shows the file name');
    await putSource(jobId, await testCard(200, 100));
    await updateJob(jobId, completedJob({ left: 0.5, top: 0, width: 0.5, height: 0.5 }));
    const viewer = analyzer.renderRoot.querySelector('dicom-viewer')!;
    await waitFor('the box', () => viewer.renderRoot.querySelector('polygon.line'));
    await waitFor('the state', () => find(analyzer, 'li.selected .badge.good'));
    deepEqual(events, [
      ['dicom-job-created', { jobId }],
      ['dicom-job-selected', { jobId }],
    ]);
  });

  it('sends no file name to the server', async () => {
    const analyzer = mount();
    await analyzer.updateComplete;
    drop(analyzer, new File([await testCard(20, 20)], 'jane-doe.png'));
    const row = await waitFor('the row', () => find(analyzer, 'li.selected'));
    const job = await (
      await fetch(`/api/jobs/${row.dataset.job!}`, { headers: { authorization: 'Bearer good' } })
    ).text();
    ok(!job.includes('jane'), 'the job does not contain the name');
  });

  it('shows an error for a file over the size limit', async () => {
    const analyzer = mount();
    await analyzer.updateComplete;
    drop(analyzer, new File([new Uint8Array(1_200_000)], 'large.dcm'));
    const problem = await waitFor('the error', () => find(analyzer, 'li .problem'));
    equal(problem.textContent.trim(), 'The file is larger than the limit.');
  });

  it('lists the jobs of its batch, with the error of a rejected one', async () => {
    const batch = createRandomKey();
    const message = 'The file is truncated.';
    await putJob({ batch, state: 'rejected', error: { code: 'truncated', message } });
    const analyzer = mount(batch);
    const row = await waitFor('the row', () => find(analyzer, 'li.row'));
    equal(row.querySelector('.badge')?.textContent, 'Rejected');
    equal(row.querySelector('.problem')?.textContent.trim(), message);
    equal(analyzer.renderRoot.querySelectorAll('li.row').length, 1);
  });

  it('renders the first 200 of many jobs, and more on request', async () => {
    const batch = createRandomKey();
    await Promise.all(Array.from({ length: 230 }, () => putJob({ batch, state: 'completed' })));
    const analyzer = mount(batch);
    const rows = (): number => analyzer.renderRoot.querySelectorAll('li.row').length;
    const last = (): string => analyzer.renderRoot.querySelector('.list > :last-child')!.textContent;
    await waitFor('the list', () => rows() > 0);
    equal(rows(), 200);
    ok(last().includes('and 30 more'), last());
    analyzer.renderRoot.querySelector<HTMLElement>('[data-more]')!.click();
    await waitFor('the remaining rows', () => rows() === 230);
    equal(analyzer.renderRoot.querySelector('[data-more]'), null);
  });

  it('deletes a job', async () => {
    const batch = createRandomKey();
    const jobId = await putJob({ batch, state: 'expired' });
    const analyzer = mount(batch);
    (await waitFor('the button', () => find(analyzer, '[data-action="remove"]'))).click();
    await waitFor('an empty list', () => !find(analyzer, 'li.row'));
    ok((await calls()).includes(`DELETE /jobs/${jobId}`), 'the server receives the request');
  });

  for (const [state, before, code] of [
    ['expired', 'awaiting-upload', 'expired'],
    ['failed', 'decoding', 'timed-out'],
  ] as const)
    it(`stops polling a job that its deadline has ended as ${state}`, async () => {
      const batch = createRandomKey();
      const jobId = await putJob({ batch, state: before });
      const countPolls = async (): Promise<number> =>
        (await calls()).filter((call) => call.startsWith(`GET /jobs/${jobId}`)).length;
      const timers = holdTimers(1000);
      try {
        const analyzer = mount(batch);
        (await waitFor('the row', () => find(analyzer, 'li.row button'))).click();
        await waitFor('the timers of the list and the viewer', () => timers.waits.length === 2);
        timers.fire();
        await waitFor('the next timers', () => timers.waits.length === 2);
        const polls = await countPolls();
        ok(polls >= 2, 'polls while the job is not terminal');
        await updateJob(jobId, { state, error: { code, message: 'The deadline has passed.' } });
        timers.fire();
        await waitFor('its final state in the list', () => find(analyzer, 'li.row .badge.bad'));
        const viewer = analyzer.renderRoot.querySelector('dicom-viewer')!;
        await waitFor('its error in the viewer', () =>
          viewer.renderRoot.textContent.includes('deadline has passed'),
        );
        await waitFor('the timer of the list alone', () => timers.waits.length === 1);
        deepEqual(timers.waits, [30_000], 'polls the list at the idle interval');
        timers.fire();
        await waitFor('the next timer of the list', () => timers.waits.length === 1);
        equal(await countPolls(), polls + 1, 'does not poll the job again');
      } finally {
        timers.release();
      }
    });

  it('requests a new token from the token function after a 401', async () => {
    const refreshes: boolean[] = [];
    const analyzer = mount(createRandomKey(), ({ forceRefresh }) => {
      refreshes.push(forceRefresh);
      return Promise.resolve(forceRefresh ? 'good' : 'stale');
    });
    await waitFor('the first poll', () => refreshes.length === 2);
    deepEqual(refreshes, [false, true]);
    await analyzer.updateComplete;
    equal(find(analyzer, '.banner'), null);
  });

  it('shows an error if the token is rejected', async () => {
    const analyzer = mount(createRandomKey(), 'bad');
    const banner = await waitFor('the banner', () => find(analyzer, '.banner'));
    equal(banner.textContent, 'The token is not valid.');
  });
});

function mount(batch = createRandomKey(), token: DicomAnalyzer['token'] = 'good'): DicomAnalyzer {
  const analyzer = document.createElement('dicom-analyzer');
  Object.assign(analyzer, { apiUrl: '/api', batch, token });
  document.body.append(analyzer);
  return analyzer;
}

/** Returns the calls that the fake API has received. */
const calls = async (): Promise<string[]> => (await (await fetch('/fake/calls')).json()) as string[];

/** Holds timers of at least `from` ms until the test fires them. */
function holdTimers(from: number) {
  const [original, clear] = [window.setTimeout.bind(window), window.clearTimeout.bind(window)];
  const held = new Map<number, { wait: number; fire: () => void }>();
  let last = -1;
  window.setTimeout = ((callback: () => void, wait = 0) => {
    if (wait < from) return original(callback, wait);
    held.set(last, { wait, fire: callback });
    return last--;
  }) as typeof window.setTimeout;
  window.clearTimeout = (id) => {
    if (!held.delete(Number(id))) clear(id);
  };
  return {
    get waits() {
      return [...held.values()].map(({ wait }) => wait);
    },
    fire: () => {
      const due = [...held.values()];
      held.clear();
      for (const { fire } of due) fire();
    },
    release: () => Object.assign(window, { setTimeout: original, clearTimeout: clear }),
  };
}

const find = (analyzer: DicomAnalyzer, selector: string): HTMLElement | null =>
  analyzer.renderRoot.querySelector<HTMLElement>(selector);

/** Drops a file with the events of a browser. */
function drop(analyzer: DicomAnalyzer, file: File): void {
  const transfer = new DataTransfer();
  transfer.items.add(file);
  const zone = analyzer.renderRoot.querySelector('.drop')!;
  zone.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
}
