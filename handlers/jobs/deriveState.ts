import type { AnalysisState, JobState } from '../../contract/index.ts';
import type {
  AnalysisFact,
  DecodeFact,
  Fact,
  FailureFact,
  FailureSlot,
  JobRow,
  SlotName,
  Slots,
} from './row.ts';

type JobFacts = Pick<JobRow, 'attempt' | 'deadline' | 'uploadExpiresAt'> & Partial<Slots>;

/** The time after an upload form expires in which the upload's event can still arrive, in milliseconds. */
export const UPLOAD_GRACE_MS = 5 * 60_000;

/** Returns the attempt in whose keys a fact's objects are. */
export const originOf = (fact: Fact): number => fact.origin ?? fact.attempt;

/** Returns the time at which the job stops waiting: its deadline, or before an upload the form's expiry plus grace. */
export const dueTime = (row: Pick<JobRow, 'deadline' | 'uploadExpiresAt' | 'source'>): number =>
  row.source === undefined ? Date.parse(row.uploadExpiresAt) + UPLOAD_GRACE_MS : Date.parse(row.deadline);

/** Returns the decode fact of the current attempt. */
export const currentDecode = (row: Pick<JobRow, 'attempt' | 'decode'>): DecodeFact | undefined =>
  row.decode?.attempt === row.attempt ? row.decode : undefined;

/** Returns a stage's failure in the current attempt. */
export const currentFailure = (
  row: JobFacts,
  stage: 'decode' | 'deadline' | 'upload' | `analysis:${string}`,
): FailureFact | undefined => current(row, row[`failure:${stage}` as FailureSlot]);

/** Returns an analyzer's report of its result in the current attempt. The result may have turned out to be unusable. */
export const currentAnalysis = (row: JobFacts, name: string): AnalysisFact | undefined =>
  current(row, row[`analysis:${name}`]);

const current = <F extends { attempt: number }>(row: JobFacts, fact: F | undefined): F | undefined =>
  fact?.attempt === row.attempt ? fact : undefined;

/** Returns the names of the current attempt's analyzers, expected or not, in alphabetical order. */
export function analyzerNames(row: JobFacts): string[] {
  const decode = currentDecode(row);
  const expected = decode?.outcome === 'decoded' ? decode.analyzers : [];
  const reported = Object.keys(row)
    .filter((key) => key.startsWith('analysis:') || key.startsWith('failure:analysis:'))
    .filter((key) => current(row, row[key as SlotName]) !== undefined)
    .map((key) => key.slice(key.lastIndexOf(':') + 1));
  return [...new Set([...expected, ...reported])].sort();
}

/** Derives the state of one analyzer. A usable result overrides an earlier failure. */
export function deriveAnalysis(row: JobFacts, name: string, now: number): AnalysisState {
  const reported = currentAnalysis(row, name);
  if (reported !== undefined) return reported.error === undefined ? 'succeeded' : 'failed';
  if (currentFailure(row, `analysis:${name}`) !== undefined || timedOut(row, now)) return 'failed';
  return 'pending';
}

/** Returns true once the attempt's deadline has passed, by the sweeper's fact or by the clock. */
export const timedOut = (row: JobFacts, now: number): boolean =>
  currentFailure(row, 'deadline') !== undefined || (row.source !== undefined && now >= dueTime(row));

/**
 * Derives a job's state: a pure fold over its facts that does not depend on their order.
 * @param now milliseconds since the epoch. A deadline counts even before the sweeper has recorded it.
 */
export function deriveState(row: JobFacts, now: number): JobState {
  const decode = currentDecode(row);
  if (decode?.outcome === 'rejected') return 'rejected';
  if (decode?.outcome === 'decoded') return deriveAnalyzedState(row, decode.analyzers, now) ?? 'analyzing';
  if (currentFailure(row, 'decode') !== undefined || timedOut(row, now)) return 'failed';
  if (currentFailure(row, 'upload') !== undefined) return 'expired';
  if (row.source !== undefined) return 'decoding';
  return now >= dueTime(row) ? 'expired' : 'awaiting-upload';
}

/** Derives the state from the analyzers', or returns undefined while one is pending. One success is enough. */
function deriveAnalyzedState(row: JobFacts, expected: string[], now: number): JobState | undefined {
  const states = expected.map((name) => deriveAnalysis(row, name, now));
  if (states.includes('pending')) {
    // A job that was uploaded after it expired stays expired until it ends otherwise.
    return currentFailure(row, 'upload') === undefined ? undefined : 'expired';
  }
  return states.length === 0 || states.includes('succeeded') ? 'completed' : 'failed';
}
