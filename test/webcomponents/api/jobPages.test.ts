import assert from 'node:assert/strict';
import type { JobState, JobSummary } from '../../../contract/job.ts';
import type { ApiClient, PollResult } from '../../../webcomponents/api/apiClient.ts';
import { JobPages } from '../../../webcomponents/api/jobPages.ts';

type List = Awaited<ReturnType<ApiClient['listJobs']>>['value'];

/** Lists a tenant's jobs like the API: newest first, 100 per page, 304 for an unchanged page. */
class FakeList {
  /** Newest first. */
  jobs: JobSummary[] = [];
  /** The requested cursors, with a `=` after those of unchanged pages. */
  requested: string[] = [];

  add(count: number, { state = 'completed', batch = undefined as string | undefined } = {}): void {
    for (let index = 0; index < count; index++) {
      const jobId = String(this.jobs.length).padStart(4, '0');
      this.jobs.unshift({ jobId, state, ...(batch === undefined ? {} : { batch }) } as JobSummary);
    }
  }

  set(jobId: string, state: JobState): void {
    this.jobs = this.jobs.map((job) => (job.jobId === jobId ? { ...job, state } : job));
  }

  readonly client = {
    listJobs: (
      { batch, cursor }: { batch?: string; cursor?: string },
      etag: string | undefined,
    ): Promise<PollResult<List>> => {
      const mine = this.jobs.filter((job) => !batch || job.batch === batch);
      const from = mine.findIndex(({ jobId }) => jobId === cursor) + 1;
      const jobs = mine.slice(from, from + 100);
      const value = { jobs, ...(from + 100 < mine.length ? { cursor: jobs.at(-1)!.jobId } : {}) };
      const tag = JSON.stringify(value);
      this.requested.push(`${cursor ?? 'top'}${etag === tag ? '=' : ''}`);
      return Promise.resolve(etag === tag ? { etag: tag } : { etag: tag, value });
    },
  } as unknown as ApiClient;
}

describe('the job pages', () => {
  const { signal } = new AbortController();
  let listed: FakeList;
  let pages: JobPages;
  let shown: readonly JobSummary[];

  const start = (batch = ''): void => {
    listed = new FakeList();
    shown = [];
    pages = new JobPages(
      () => listed.client,
      () => batch,
    );
  };
  /** Polls, and returns the requested pages. */
  async function poll(): Promise<string[]> {
    listed.requested = [];
    const { value } = await pages.poll(signal);
    shown = value ?? shown;
    return listed.requested;
  }
  const stateOf = (jobId: string): JobState | undefined => shown.find((job) => job.jobId === jobId)?.state;
  const ids = (jobs: readonly JobSummary[]): string[] => jobs.map(({ jobId }) => jobId);

  it('load a whole batch, and notice the end of a job on the last page', async () => {
    start('b');
    listed.add(250, { batch: 'b' });
    listed.set('0003', 'decoding');
    assert.deepEqual(await poll(), ['top', '0150', '0050']);
    assert.deepEqual(ids(shown), ids(listed.jobs));
    assert.deepEqual(await poll(), ['top=', '0150=', '0050=']);
    listed.set('0003', 'completed');
    assert.deepEqual(await poll(), ['top=', '0150=', '0050']);
    assert.equal(stateOf('0003'), 'completed');
    assert.deepEqual(await poll(), ['top='], 'requests only the first page once all jobs are terminal');
  });

  it('add any number of jobs that are created between two polls, and keep the older ones', async () => {
    start('b');
    listed.add(150, { batch: 'b' });
    await poll();
    listed.add(230, { batch: 'b' });
    await poll();
    assert.deepEqual(ids(shown), ids(listed.jobs));
    listed.add(1, { batch: 'b' });
    assert.deepEqual(await poll(), ['top', '0281'], 'requests one more page for one new job');
    assert.deepEqual(ids(shown), ids(listed.jobs));
  });

  it('drop jobs that are deleted, here or elsewhere', async () => {
    start('b');
    listed.add(250, { batch: 'b' });
    await poll();
    listed.jobs = listed.jobs.filter(({ jobId }) => jobId !== '0020' && jobId !== '0240');
    pages.remove('0020');
    await poll();
    assert.deepEqual(ids(shown), ids(listed.jobs));
  });

  it('load the newest 100 jobs of a tenant, more on request, and notice the ends of all of them', async () => {
    start();
    listed.add(1000);
    assert.deepEqual(await poll(), ['top']);
    assert.equal(shown.length, 100);
    assert.ok(pages.hasMore);
    pages.requestMore();
    await poll();
    assert.equal(shown.length, 200);
    listed.add(120, { state: 'analyzing' });
    await poll();
    assert.deepEqual(ids(shown), ids(listed.jobs.slice(0, 320)));
    listed.set('1005', 'completed');
    await poll();
    assert.equal(stateOf('1005'), 'completed');
    assert.equal(shown.length, 320);
  });

  it('do not cut a batch at the end of a page', async () => {
    start();
    listed.add(500);
    listed.add(330, { batch: 'study' });
    assert.deepEqual(await poll(), ['top', '0730', '0630', '0530']);
    assert.equal(shown.filter(({ batch }) => batch === 'study').length, 330);
    assert.ok(pages.hasMore);
  });

  it('do not load all jobs of a tenant after the last loaded job was deleted', async () => {
    start();
    listed.add(9000);
    await poll();
    listed.jobs = listed.jobs.filter(({ jobId }) => jobId !== '8900');
    listed.add(1);
    assert.ok((await poll()).length <= 22);
  });

  it('are polled less often the more there are', async () => {
    start('b');
    listed.add(950, { batch: 'b', state: 'decoding' });
    assert.equal((await pages.poll(signal)).retryAfterMs, 5000);
  });

  it('forget all jobs when they are cleared', async () => {
    start();
    listed.add(300);
    await poll();
    pages.clear();
    assert.equal(pages.hasMore, false);
    assert.deepEqual(await poll(), ['top']);
    assert.equal(shown.length, 100);
  });
});
