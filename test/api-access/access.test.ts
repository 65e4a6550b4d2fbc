import assert from 'node:assert/strict';
import { runAccessMatrix } from './accessMatrix.ts';

describe('API access', function () {
  this.timeout(300_000);

  it('is granted by a valid token only, and only to the tenant’s own resources', async () => {
    const { wrong, crossTenantReads, requests, tokens } = await runAccessMatrix(false);
    assert.deepEqual(wrong, []);
    assert.equal(crossTenantReads, 0);
    assert.ok(tokens.length > 30 && requests > 900);
  });
});
