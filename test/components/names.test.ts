import assert from 'node:assert/strict';
import fc from 'fast-check';
import { judgeResources, collectMocked } from './support/findFaults.ts';
import { LONG_NAMED } from './support/longNamed.ts';

/** Generates valid stack names: 1 to 100 letters, digits, dots, hyphens and underscores. */
const stackName = fc
  .array(fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '.', '_', '-'), { minLength: 1, maxLength: 100 })
  .map((characters) => characters.join(''));

describe('names in AWS', function () {
  this.timeout(180_000);

  it('keep within their limits for any stack name', async () => {
    await fc.assert(
      fc.asyncProperty(stackName, async (stack) => {
        const settings = { ...LONG_NAMED, stack };
        const { resources } = await collectMocked({ network: 'create', auditTrail: 'true' }, settings);
        assert.deepEqual(judgeResources(resources, settings), []);
      }),
      // Each example runs the whole program.
      { numRuns: 3, seed: 7, examples: [['-'.repeat(100)], ['a.b'.repeat(33)]], endOnFailure: true },
    );
  });
});
