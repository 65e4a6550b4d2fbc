import assert from 'node:assert/strict';
import { caseFile, tryFile } from './runCase.ts';
import { seedFiles } from './seeds.ts';

const CASES = 400;
/** Cases that once hung or threw an untyped error (no header, floats with the wrong Bits Allocated, a signed JPEG). */
const FOUND = [178, 846, 952, 1060, 1427, 2011, 2054, 2822, 6251, 184_109, 190_365];

describe('broken files', function () {
  // The timeout only detects hangs; a case takes milliseconds.
  this.timeout(120_000);

  it('are either displayed or rejected with a DicomError', async () => {
    const seeds = await seedFiles();
    for (const file of seeds) assert.equal(await tryFile(file), 'shown');
    const outcomes = new Set<string>();
    for (const index of [...Array(CASES).keys(), ...FOUND])
      outcomes.add(
        await tryFile(caseFile(seeds, 1, index)).catch((cause: unknown) => {
          throw new Error(`case ${index} of seed 1 ended in an untyped error`, { cause });
        }),
      );
    for (const expected of ['shown', 'truncated', 'corrupt-codestream', 'too-large', 'invalid-palette'])
      assert.ok(outcomes.has(expected), `no case was ${expected}`);
  });
});
