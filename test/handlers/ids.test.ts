import assert from 'node:assert/strict';
import { JobId } from '../../contract/index.ts';
import { randomId, seededJobId } from '../../handlers/jobs/ids.ts';

const COUNT = 4000;
const BITS = 128;

const bitsOf = (id: string): number[] =>
  Array.from(id).flatMap((digit) => [8, 4, 2, 1].map((bit) => (parseInt(digit, 16) & bit ? 1 : 0)));

/** How far a count of COUNT fair coins may be from the half: beyond 6 deviations once in five hundred million. */
const FAR = 6 * Math.sqrt(COUNT / 4);

describe("a job's id", () => {
  const kinds: [string, string[]][] = [
    ['of requests of their own', Array.from({ length: COUNT }, () => seededJobId(randomId(), 0))],
    [
      'of one request',
      ((seed) => Array.from({ length: COUNT }, (_, at) => seededJobId(seed, at)))(randomId()),
    ],
    ['as it is drawn', Array.from({ length: COUNT }, () => randomId())],
  ];
  for (const [what, ids] of kinds)
    it(`cannot be guessed: every bit is a coin, and no two bits or neighbours agree, ${what}`, () => {
      assert.ok(ids.every((id) => JobId.safeParse(id).success));
      assert.equal(new Set(ids).size, COUNT);
      assert.equal(new Set(ids.map((id) => id.slice(0, 16))).size, COUNT);
      const bits = ids.map(bitsOf);
      for (let at = 0; at < BITS; at++) {
        const ones = bits.filter((each) => each[at] === 1).length;
        assert.ok(Math.abs(ones - COUNT / 2) < FAR, `bit ${at} is set in ${ones} of ${COUNT}`);
        const asNext = bits.filter((each) => each[at] === each[(at + 1) % BITS]).length;
        assert.ok(Math.abs(asNext - COUNT / 2) < FAR, `bit ${at} agrees with the next in ${asNext}`);
        const asBefore = bits.filter((each, index) => each[at] === bits[(index + 1) % COUNT]![at]).length;
        assert.ok(Math.abs(asBefore - COUNT / 2) < FAR, `bit ${at} is that of the id before in ${asBefore}`);
      }
    });
});
