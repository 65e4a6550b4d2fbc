import type { Analysis, Job, ResultDocument } from '../../contract/index.ts';
import { omit } from '../support/omit.ts';
import { analyzerNames, currentDecode, deriveAnalysis } from './deriveState.ts';
import type { JobRow } from './row.ts';
import { analysisError, toSummary } from './toSummary.ts';

/**
 * Returns the job with its results, as `GET /jobs/{jobId}` returns it.
 * @param results the documents of the analyzers that succeeded
 */
export function toJob(row: JobRow, results: ReadonlyMap<string, ResultDocument>, now: number): Job {
  const decode = currentDecode(row);
  const decoded = decode?.outcome === 'decoded' ? decode : undefined;
  const names = analyzerNames(row);
  return {
    ...toSummary(row, now),
    renditions: (decoded?.renditions ?? []).map((rendition) => omit(rendition, 'digest')),
    analyses: Object.fromEntries(names.map((name) => [name, toAnalysis(row, name, results.get(name), now)])),
    warnings: [...(decoded?.warnings ?? []), ...names.flatMap((name) => results.get(name)?.warnings ?? [])],
  };
}

function toAnalysis(row: JobRow, name: string, result: ResultDocument | undefined, now: number): Analysis {
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
