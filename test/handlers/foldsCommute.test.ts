import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deriveState } from '../../handlers/jobs/deriveState.ts';
import { applyFact, type SlotFact } from '../../handlers/jobs/facts.ts';
import { createRow } from '../../handlers/jobs/createRow.ts';
import type { JobRow } from '../../handlers/jobs/row.ts';
import { toJob } from '../../handlers/jobs/toJob.ts';

const START = Date.parse('2026-01-02T03:04:05.000Z');
const JOB_ID = '00112233445566778899aabbccddeeff';

const fresh = (attempt: number): JobRow => ({
  ...createRow({
    jobId: JOB_ID,
    tenant: 'north',
    owner: 'someone',
    sourceKey: `uploads/north/${JOB_ID}`,
    now: START,
    uploadSeconds: 900,
    deadlineSeconds: 3600,
    retentionDays: 30,
  }),
  attempt,
});

const error = { code: 'stage-failed', message: 'It failed.' };
const about = (slot: string, attempt: number) => ({
  attempt,
  eventId: `${slot}#${attempt}`,
  at: new Date(START).toISOString(),
});

/** Everything that can be said of a job in one attempt: what a slot says is a function of slot and attempt. */
const factsOf = (attempt: number, rejected: boolean): SlotFact[] => [
  { slot: 'source', fact: { ...about('source', 1), versionId: 'v1', size: 10 } },
  {
    slot: 'decode',
    fact: rejected
      ? { ...about('decode', attempt), outcome: 'rejected', error }
      : {
          ...about('decode', attempt),
          outcome: 'decoded',
          image: { format: 'png', width: 100, height: 100, frames: 1 },
          renditions: [],
          analyzers: ['rekognition', 'sharpness'],
          warnings: [],
        },
  },
  { slot: 'analysis:rekognition', fact: { ...about('analysis:rekognition', attempt), labels: 1, text: 0 } },
  { slot: 'analysis:sharpness', fact: { ...about('analysis:sharpness', attempt), labels: 0, text: 0 } },
  { slot: 'failure:decode', fact: { ...about('failure:decode', attempt), error } },
  {
    slot: 'failure:analysis:rekognition',
    fact: { ...about('failure:analysis:rekognition', attempt), error },
  },
  { slot: 'failure:analysis:sharpness', fact: { ...about('failure:analysis:sharpness', attempt), error } },
  { slot: 'failure:deadline', fact: { ...about('failure:deadline', attempt), error } },
  { slot: 'failure:upload', fact: { ...about('failure:upload', attempt), error } },
];

const happened = fc
  .record({ attempt: fc.integer({ min: 1, max: 3 }), rejected: fc.boolean() })
  .chain(({ attempt, rejected }) => {
    const all = [1, 2, 3].flatMap((one) => factsOf(one, rejected));
    const known = all.filter((item) => item.fact.attempt <= attempt);
    return fc.subarray(known, { minLength: 1 }).chain((facts) =>
      fc
        .array(fc.constantFrom(...facts), { maxLength: 20 })
        .chain((repeats) => shuffled([...facts, ...repeats]))
        .map((often) => ({ attempt, once: facts, often })),
    );
  });

const shuffled = <T>(items: T[]) => fc.shuffledSubarray(items, { minLength: items.length });

const fold = (attempt: number, facts: readonly SlotFact[]): JobRow => facts.reduce(applyFact, fresh(attempt));

const shown = (row: JobRow, now: number) => ({ ...toJob(row, new Map(), now), rev: row.rev });

describe('the fold over facts', () => {
  it('comes to the same job whatever the order and the repeats', () => {
    fc.assert(
      fc.property(
        happened,
        fc.constantFrom(0, START + 1, START + 10 ** 12),
        ({ attempt, once, often }, now) => {
          assert.deepEqual(shown(fold(attempt, often), now), shown(fold(attempt, once), now));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never leaves completed or rejected, whatever comes after', () => {
    fc.assert(
      fc.property(happened, ({ attempt, often }) => {
        let row = fresh(attempt);
        let settled: string | undefined;
        for (const item of often) {
          row = applyFact(row, item);
          const state = deriveState(row, START);
          if (settled !== undefined) assert.equal(state, settled);
          if (state === 'completed' || state === 'rejected') settled = state;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('ignores what an older attempt says', () => {
    const [, decode] = factsOf(1, true);
    const row = applyFact(fresh(2), decode!);
    assert.equal(row.decode, undefined);
    assert.equal(row.rev, fresh(2).rev);
  });
});
