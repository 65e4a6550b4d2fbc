import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deriveState } from '../../handlers/jobs/deriveState.ts';
import { applyFact, type SlotFact } from '../../handlers/jobs/facts.ts';
import { createRow } from '../../handlers/jobs/createRow.ts';
import type { JobRow } from '../../handlers/jobs/row.ts';
import { toJob } from '../../handlers/jobs/toJob.ts';

const START = Date.parse('2026-01-02T03:04:05.000Z');
const JOB_ID = '00112233445566778899aabbccddeeff';

const newRow = (attempt: number): JobRow => ({
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
const factBase = (slot: string, attempt: number) => ({
  attempt,
  eventId: `${slot}#${attempt}`,
  at: new Date(START).toISOString(),
});

/** All facts of one attempt. A slot's content depends on the slot and the attempt only. */
const factsOf = (attempt: number, rejected: boolean): SlotFact[] => [
  { slot: 'source', fact: { ...factBase('source', 1), versionId: 'v1', size: 10 } },
  {
    slot: 'decode',
    fact: rejected
      ? { ...factBase('decode', attempt), outcome: 'rejected', error }
      : {
          ...factBase('decode', attempt),
          outcome: 'decoded',
          image: { format: 'png', width: 100, height: 100, frames: 1 },
          renditions: [],
          analyzers: ['rekognition', 'sharpness'],
          warnings: [],
        },
  },
  {
    slot: 'analysis:rekognition',
    fact: { ...factBase('analysis:rekognition', attempt), labels: 1, text: 0 },
  },
  { slot: 'analysis:sharpness', fact: { ...factBase('analysis:sharpness', attempt), labels: 0, text: 0 } },
  { slot: 'failure:decode', fact: { ...factBase('failure:decode', attempt), error } },
  {
    slot: 'failure:analysis:rekognition',
    fact: { ...factBase('failure:analysis:rekognition', attempt), error },
  },
  { slot: 'failure:analysis:sharpness', fact: { ...factBase('failure:analysis:sharpness', attempt), error } },
  { slot: 'failure:deadline', fact: { ...factBase('failure:deadline', attempt), error } },
  { slot: 'failure:upload', fact: { ...factBase('failure:upload', attempt), error } },
];

const histories = fc
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

const fold = (attempt: number, facts: readonly SlotFact[]): JobRow =>
  facts.reduce(applyFact, newRow(attempt));

const shown = (row: JobRow, now: number) => ({ ...toJob(row, new Map(), now), rev: row.rev });

describe('the fold over facts', () => {
  it('produces the same job for any order and repetition of the facts', () => {
    fc.assert(
      fc.property(
        histories,
        fc.constantFrom(0, START + 1, START + 10 ** 12),
        ({ attempt, once, often }, now) => {
          assert.deepEqual(shown(fold(attempt, often), now), shown(fold(attempt, once), now));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never leaves completed or rejected, whatever facts follow', () => {
    fc.assert(
      fc.property(histories, ({ attempt, often }) => {
        let row = newRow(attempt);
        let finalState: string | undefined;
        for (const item of often) {
          row = applyFact(row, item);
          const state = deriveState(row, START);
          if (finalState !== undefined) assert.equal(state, finalState);
          if (state === 'completed' || state === 'rejected') finalState = state;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('ignores facts of an older attempt', () => {
    const [, decode] = factsOf(1, true);
    const row = applyFact(newRow(2), decode!);
    assert.equal(row.decode, undefined);
    assert.equal(row.rev, newRow(2).rev);
  });
});
