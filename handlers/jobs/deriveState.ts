import type { AnalysisState, JobState } from '../../contract/index.ts';
import type { AnalysisFact, DecodeFact, FailureFact, FailureSlot, JobRow, SlotName, Slots } from './row.ts';

type Folded = Pick<JobRow, 'attempt' | 'deadline' | 'uploadExpiresAt'> & Partial<Slots>;

/** How long after an upload's end its event may still come before the job counts as never uploaded, in ms. */
export const UPLOAD_GRACE_MS = 5 * 60_000;

/** When nothing more is waited for: the deadline once something came, else the upload's end and its grace. */
export const dueTime = (row: Pick<JobRow, 'deadline' | 'uploadExpiresAt' | 'source'>): number =>
  row.source === undefined ? Date.parse(row.uploadExpiresAt) + UPLOAD_GRACE_MS : Date.parse(row.deadline);

/** The decode fact of the current attempt. */
export const currentDecode = (row: Pick<JobRow, 'attempt' | 'decode'>): DecodeFact | undefined =>
  row.decode?.attempt === row.attempt ? row.decode : undefined;

/** The failure of a stage in the current attempt: 'decode', 'deadline', 'upload' or 'analysis:<name>'. */
export const currentFailure = (
  row: Folded,
  stage: 'decode' | 'deadline' | 'upload' | `analysis:${string}`,
): FailureFact | undefined => current(row, row[`failure:${stage}` as FailureSlot]);

/** The success of an analyzer in the current attempt. */
export const currentAnalysis = (row: Folded, name: string): AnalysisFact | undefined =>
  current(row, row[`analysis:${name}`]);

const current = <F extends { attempt: number }>(row: Folded, fact: F | undefined): F | undefined =>
  fact?.attempt === row.attempt ? fact : undefined;

/** The analyzers of the current attempt: those waited for, and others that answered; in order of name. */
export function analyzerNames(row: Folded): string[] {
  const decode = currentDecode(row);
  const awaited = decode?.outcome === 'decoded' ? decode.analyzers : [];
  const answered = Object.keys(row)
    .filter((key) => key.startsWith('analysis:') || key.startsWith('failure:analysis:'))
    .filter((key) => current(row, row[key as SlotName]) !== undefined)
    .map((key) => key.slice(key.lastIndexOf(':') + 1));
  return [...new Set([...awaited, ...answered])].sort();
}

/** Where one analyzer stands: a success counts whatever failed before it; time running out ends a wait. */
export function deriveAnalysis(row: Folded, name: string, now: number): AnalysisState {
  if (currentAnalysis(row, name) !== undefined) return 'succeeded';
  if (currentFailure(row, `analysis:${name}`) !== undefined || timedOut(row, now)) return 'failed';
  return 'pending';
}

/** True once the attempt's deadline is over, by the sweeper's word or by the clock. */
export const timedOut = (row: Folded, now: number): boolean =>
  currentFailure(row, 'deadline') !== undefined || (row.source !== undefined && now >= dueTime(row));

/**
 * The state of a job: a pure fold over its facts, in whatever order they came.
 * @param now milliseconds since the epoch: the deadline holds even before the sweeper has written it down.
 */
export function deriveState(row: Folded, now: number): JobState {
  const decode = currentDecode(row);
  if (decode?.outcome === 'rejected') return 'rejected';
  if (decode?.outcome === 'decoded') return analysed(row, decode.analyzers, now) ?? 'analyzing';
  if (currentFailure(row, 'decode') !== undefined || timedOut(row, now)) return 'failed';
  if (currentFailure(row, 'upload') !== undefined) return 'expired';
  if (row.source !== undefined) return 'decoding';
  return now >= dueTime(row) ? 'expired' : 'awaiting-upload';
}

/** One success is enough; a job that waits for no analyzer is complete once decoded. */
function analysed(row: Folded, awaited: string[], now: number): JobState | undefined {
  const states = awaited.map((name) => deriveAnalysis(row, name, now));
  if (states.includes('pending')) {
    // An upload that came after its job had expired shows nothing new until it is done.
    return currentFailure(row, 'upload') === undefined ? undefined : 'expired';
  }
  return states.length === 0 || states.includes('succeeded') ? 'completed' : 'failed';
}
