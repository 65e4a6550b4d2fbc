import type { Analysis, Job, JobError, ResultDocument } from '../../contract/index.ts';
import { analyzerNames, currentDecode, deriveAnalysis } from './deriveState.ts';
import type { JobRow } from './row.ts';
import { analysisError, toSummary } from './toSummary.ts';

/** An analyzer's result document, or the reason why it cannot be shown. */
export type ReadResult = ResultDocument | { error: JobError };

/** Returns the job with its results, as `GET /jobs/{jobId}` returns it. */
export function toJob(row: JobRow, results: ReadonlyMap<string, ReadResult>, now: number): Job {
  const decode = currentDecode(row);
  const decoded = decode?.outcome === 'decoded' ? decode : undefined;
  return {
    ...toSummary(row, now),
    renditions: decoded?.renditions ?? [],
    analyses: Object.fromEntries(
      analyzerNames(row).map((name) => [name, toAnalysis(row, name, results.get(name), now)]),
    ),
    warnings: decoded?.warnings ?? [],
  };
}

function toAnalysis(row: JobRow, name: string, result: ReadResult | undefined, now: number): Analysis {
  if (result !== undefined && 'error' in result) {
    return { state: 'failed', labels: [], text: [], error: result.error };
  }
  const state = deriveAnalysis(row, name, now);
  const error = state === 'failed' ? analysisError(row, name, now) : undefined;
  return {
    state,
    ...(result?.model === undefined ? {} : { model: result.model }),
    labels: result?.labels ?? [],
    text: result?.text ?? [],
    ...(error === undefined ? {} : { error }),
  };
}
