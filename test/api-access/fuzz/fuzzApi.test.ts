import assert from 'node:assert/strict';
import { fuzzApi } from './fuzzApi.ts';

describe('the API', function () {
  this.timeout(300_000);

  it('responds as documented to 400 requests that are valid, invalid and at the bounds', async () => {
    const { findings, statuses } = await fuzzApi(400, 20_260_101);
    assert.deepEqual(findings, []);
    assert.ok(Object.keys(statuses).length >= 7, 'every operation was called');
    assert.ok(statuses['createJobs']?.['201'], 'and some of it was valid');
  });
});
