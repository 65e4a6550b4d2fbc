import { jsonResponse, notModifiedResponse } from './api/response.ts';
import { createEtag, matchesEtag } from './api/etag.ts';
import { trimToResponseSize } from './api/trimToResponseSize.ts';
import { findCallerJob } from './api/findCallerJob.ts';
import { jobNotFound } from './api/problemError.ts';
import { retryAfterHeader } from './api/retryAfter.ts';
import { route } from './api/route.ts';
import { textVariable } from './support/environment.ts';
import { deriveState } from './jobs/deriveState.ts';
import type { JobRow } from './jobs/row.ts';
import { toJob } from './jobs/toJob.ts';
import { areResultsCurrent, refreshResults } from './results/refreshResults.ts';

const bucket = textVariable('DERIVED_BUCKET');

/** Handles `GET /jobs/{jobId}`: returns the job with its results, or 304 if it has not changed. */
export const handler = route(async (event, caller) => {
  const stored = await findCallerJob(event, caller);
  const now = Date.now();
  const known = event.headers['if-none-match'];
  const storedHeaders = headersOf(stored, now);
  if (matchesEtag(known, storedHeaders.etag) && (await areResultsCurrent(bucket, stored)))
    return notModifiedResponse(storedHeaders);
  const fresh = await refreshResults(bucket, stored);
  if (fresh?.row.tenant !== caller.tenant) throw jobNotFound();
  const { row, results } = fresh;
  return jsonResponse(200, trimToResponseSize(toJob(row, results, now)), headersOf(row, now));
});

/** A changed result changes `rev`, so the tag covers the results' versions. */
function headersOf(row: JobRow, now: number): Record<string, string> & { etag: string } {
  const state = deriveState(row, now);
  return {
    etag: createEtag(row.attempt, row.rev, state),
    ...retryAfterHeader({ state, updatedAt: row.updatedAt }, now),
  };
}
