import assert from 'node:assert/strict';
import { JobId } from '../../contract/index.ts';
import { randomId, seededJobId } from '../../handlers/jobs/ids.ts';

const COUNT = 4000;
const BITS = 128;

const bitsOf = (id: string): number[] =>
  Array.from(id).flatMap((digit) => [8, 4, 2, 1].map((bit) => (parseInt(digit, 16) & bit ? 1 : 0)));

/** The tolerated deviation from COUNT / 2: 6 standard deviations, exceeded once in five hundred million runs. */
const TOLERANCE = 6 * Math.sqrt(COUNT / 4);

describe("the job's id", () => {
  const kinds: [string, string[]][] = [
    ['of separate requests', Array.from({ length: COUNT }, () => seededJobId(randomId(), 0))],
    [
      'of one request',
      ((seed) => Array.from({ length: COUNT }, (_, at) => seededJobId(seed, at)))(randomId()),
    ],
    ['as random ids', Array.from({ length: COUNT }, () => randomId())],
  ];
  for (const [what, ids] of kinds)
    it(`has unbiased bits that agree with no neighbour, ${what}`, () => {
      assert.ok(ids.every((id) => JobId.safeParse(id).success));
      assert.equal(new Set(ids).size, COUNT);
      assert.equal(new Set(ids.map((id) => id.slice(0, 16))).size, COUNT);
      const bits = ids.map(bitsOf);
      for (let at = 0; at < BITS; at++) {
        const ones = bits.filter((each) => each[at] === 1).length;
        assert.ok(Math.abs(ones - COUNT / 2) < TOLERANCE, `bit ${at} is set in ${ones} of ${COUNT}`);
        const asNext = bits.filter((each) => each[at] === each[(at + 1) % BITS]).length;
        assert.ok(Math.abs(asNext - COUNT / 2) < TOLERANCE, `bit ${at} agrees with the next in ${asNext}`);
        const asBefore = bits.filter((each, index) => each[at] === bits[(index + 1) % COUNT]![at]).length;
        assert.ok(
          Math.abs(asBefore - COUNT / 2) < TOLERANCE,
          `bit ${at} is that of the id before in ${asBefore}`,
        );
      }
    });
});
