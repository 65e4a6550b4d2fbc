import assert from 'node:assert/strict';
import { quotaRun } from '../quota/quotaRun.ts';
import { RateLimit } from '../quota/rateLimit.ts';
import { startFaultsCloud } from './support/faultsCloud.ts';

describe('load above the quota', function () {
  this.timeout(180_000);

  it('waits in the queue and fails no job', async () => {
    const cloud = await startFaultsCloud();
    const [images, quota] = [30, 8];
    const limit = new RateLimit(quota);
    cloud.faults.limit = limit;
    const report = await quotaRun(cloud, limit, { images, quota, tenant: 'quota' });
    cloud.faults.limit = undefined;
    const { states, unended, deadLetters, answered, throttled } = report;
    assert.deepEqual(
      { states, unended, deadLetters },
      { states: { completed: images }, unended: 0, deadLetters: 0 },
    );
    assert.deepEqual(answered, { DetectLabels: images, DetectText: images }, 'each call is billed once');
    assert.ok(throttled.DetectLabels! > 0 && throttled.DetectText! > 0);
    assert.ok(report.mostAtOnce <= report.maximumConcurrency, JSON.stringify(report));
    // The mapping has the configured concurrency.
    assert.equal(report.maximumConcurrency, 5);
  });
});
