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

/** A fact and the slot it belongs in. */
export type SlotFact =
  | { slot: 'source'; fact: SourceFact }
  | { slot: 'decode'; fact: DecodeFact }
  | { slot: AnalysisSlot; fact: AnalysisFact }
  | { slot: FailureSlot; fact: FailureFact };

/**
 * Whether the table takes a fact: not one of an older attempt than the job's, and the first one wins within an
 * attempt. `slotCondition` in adapters/jobsTable.ts says the same to DynamoDB.
 */
export function acceptsFact(
  row: Pick<JobRow, 'attempt'> & Partial<Slots>,
  { slot, fact }: SlotFact,
): boolean {
  const present = row[slot];
  return fact.attempt >= row.attempt && (present === undefined || present.attempt < fact.attempt);
}

/** The row with the fact in its slot, or the same row where it changes nothing. */
export const applyFact = (row: JobRow, item: SlotFact): JobRow =>
  acceptsFact(row, item) ? { ...row, [item.slot]: item.fact, rev: row.rev + 1 } : row;
