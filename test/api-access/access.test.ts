import assert from 'node:assert/strict';
import { runAccessMatrix } from './accessMatrix.ts';

describe('the door', function () {
  this.timeout(300_000);

  it('lets nobody in but by a token that holds, and nobody see what is not theirs', async () => {
    const { wrong, crossTenantReads, requests, tokens } = await runAccessMatrix(false);
    assert.deepEqual(wrong, []);
    assert.equal(crossTenantReads, 0);
    assert.ok(tokens.length > 30 && requests > 900);
  });
});
