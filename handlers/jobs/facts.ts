import type {
  AnalysisFact,
  AnalysisSlot,
  DecodeFact,
  FailureFact,
  FailureSlot,
  JobRow,
  Slots,
  SourceFact,
} from './row.ts';

/** A fact and its slot. */
export type SlotFact =
  | { slot: 'source'; fact: SourceFact }
  | { slot: 'decode'; fact: DecodeFact }
  | { slot: AnalysisSlot; fact: AnalysisFact }
  | { slot: FailureSlot; fact: FailureFact };

/**
 * Returns true if the row accepts a fact: its attempt is not older than the job's, and it is the slot's first fact of
 * that attempt. `writeSlot` in adapters/jobsTable.ts has the same rule as a DynamoDB condition.
 */
export function acceptsFact(
  row: Pick<JobRow, 'attempt'> & Partial<Slots>,
  { slot, fact }: SlotFact,
): boolean {
  const existing = row[slot];
  return fact.attempt >= row.attempt && (existing === undefined || existing.attempt < fact.attempt);
}

/** Returns the row with the fact in its slot, or the same row if it does not accept the fact. */
export const applyFact = (row: JobRow, item: SlotFact): JobRow =>
  acceptsFact(row, item) ? { ...row, [item.slot]: item.fact, rev: row.rev + 1 } : row;
