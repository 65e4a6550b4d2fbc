import assert from 'node:assert/strict';
import { CreateJobsResponse } from '../../contract/index.ts';
import { makeMixedImages } from '../../bench/support/makeMixedImages.ts';
import { apiClient, postForm } from '../support/apiClient.ts';
import { startLocalCloud } from '../support/localCloud.ts';

const JOBS = 20;
/** The limit for a restarted cloud to complete all jobs. */
const LIMIT_MS = 180_000;

describe('a killed local cloud', function () {
  this.timeout(LIMIT_MS + 120_000);

  it(`completes ${JOBS} unfinished jobs after its restart`, async () => {
    const images = await makeMixedImages(JOBS);
    const killed = await startLocalCloud();
    const before = await apiClient(killed.outputs, 'restart');
    const created = await before.call('POST', '/jobs', {
      files: images.map(({ bytes }) => ({ size: bytes.length })),
    });
    const { jobs } = CreateJobsResponse.parse(await created.json());
    await Promise.all(
      jobs.map(async ({ upload }, index) => {
        const answer = await postForm(upload, images[index]?.bytes ?? new Uint8Array());
        assert.ok(answer.ok, await answer.text());
      }),
    );
    assert.equal(await killed.stop('SIGKILL'), null);

    const again = await startLocalCloud({ data: killed.data });
    try {
      const after = await apiClient(again.outputs, 'restart');
      const ended = await Promise.all(jobs.map(({ jobId }) => after.finished(jobId, LIMIT_MS)));
      assert.deepEqual(
        ended.map(({ state }) => state),
        images.map(() => 'completed'),
      );
      const list = (await (await after.call('GET', '/jobs?limit=100')).json()) as { jobs: unknown[] };
      assert.equal(list.jobs.length, JOBS, 'no job is listed twice');
    } finally {
      assert.equal(await again.stop(), 0);
      again.remove();
    }
  });
});
