import assert from 'node:assert/strict';
import { fuzzApi } from './fuzzApi.ts';

describe('the API and its document', function () {
  this.timeout(300_000);

  it('agree on every answer to 400 requests, valid, spoilt and at the edges', async () => {
    const { findings, statuses } = await fuzzApi(400, 20_260_101);
    assert.deepEqual(findings, []);
    assert.ok(Object.keys(statuses).length >= 7, 'every operation was asked');
    assert.ok(statuses['createJobs']?.['201'], 'and some of it was valid');
  });
});
