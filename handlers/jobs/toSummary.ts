import type { JobError, JobSummary } from '../../contract/index.ts';
import {
  analyzerNames,
  currentAnalysis,
  currentDecode,
  currentFailure,
  deriveAnalysis,
  deriveState,
  timedOut,
} from './deriveState.ts';
import type { JobRow } from './row.ts';

export const TIMED_OUT: JobError = {
  code: 'timed-out',
  message:
    'The job did not end before its deadline. Retry it. If it times out again, check the logs and queues of its stages.',
};

const EXPIRED: JobError = {
  code: 'expired',
  message:
    'No file arrived before the upload form expired. Create a new job and upload the file before its form expires.',
};

/** Returns the job without its results, as lists return it. */
export function toSummary(row: JobRow, now: number): JobSummary {
  const decode = currentDecode(row);
  const error = jobError(row, now);
  const failedAnalyzers = analyzerNames(row).filter((name) => deriveAnalysis(row, name, now) === 'failed');
  return {
    jobId: row.jobId,
    ...(row.clientRef === undefined ? {} : { clientRef: row.clientRef }),
    ...(row.batch === undefined ? {} : { batch: row.batch }),
    state: deriveState(row, now),
    attempt: row.attempt,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    ...(decode?.outcome === 'decoded' ? { image: decode.image } : {}),
    ...(error === undefined ? {} : { error }),
    ...(failedAnalyzers.length === 0 ? {} : { failedAnalyzers }),
  };
}

/** Returns the reason for an analyzer's failure. */
export const analysisError = (row: JobRow, name: string, now: number): JobError | undefined =>
  currentAnalysis(row, name)?.error ??
  currentFailure(row, `analysis:${name}`)?.error ??
  (timedOut(row, now) ? TIMED_OUT : undefined);

function jobError(row: JobRow, now: number): JobError | undefined {
  const decode = currentDecode(row);
  switch (deriveState(row, now)) {
    case 'rejected':
      return decode?.outcome === 'rejected' ? decode.error : undefined;
    case 'expired':
      return EXPIRED;
    case 'failed':
      return decode === undefined
        ? (currentFailure(row, 'decode')?.error ?? TIMED_OUT)
        : analyzerNames(row)
            .map((name) => analysisError(row, name, now))
            .find((error) => error !== undefined);
    default:
      return undefined;
  }
}
