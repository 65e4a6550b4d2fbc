import { ResultDocument, resultKey } from '../contract/index.ts';
import { readJob } from './adapters/jobsTable.ts';
import { MAX_DOCUMENT_BYTES, ObjectTooLargeError, readJson } from './adapters/objects.ts';
import { jsonResponse, notModifiedResponse } from './api/response.ts';
import type { Caller } from './api/caller.ts';
import { createEtag, matchesEtag } from './api/etag.ts';
import { trimToResponseSize } from './api/trimToResponseSize.ts';
import { findCallerJob } from './api/findCallerJob.ts';
import { jobNotFound } from './api/problemError.ts';
import { retryAfterHeader } from './api/retryAfter.ts';
import { route } from './api/route.ts';
import { textVariable } from './support/environment.ts';
import { analyzerNames, currentAnalysis, deriveState } from './jobs/deriveState.ts';
import { isTombstone, type JobRow } from './jobs/row.ts';
import { type ReadResult, toJob } from './jobs/toJob.ts';

const bucket = textVariable('DERIVED_BUCKET');

/** Handles `GET /jobs/{jobId}`: returns the job with its results, or 304 if it has not changed. */
export const handler = route(async (event, caller) => {
  const row = await findCallerJob(event, caller);
  const now = Date.now();
  const state = deriveState(row, now);
  const etag = createEtag(row.attempt, row.rev, state);
  const headers = { etag, ...retryAfterHeader({ state, updatedAt: row.updatedAt }, now) };
  if (matchesEtag(event.headers['if-none-match'], etag)) return notModifiedResponse(headers);
  const results = await readResults(row, caller);
  return jsonResponse(200, trimToResponseSize(toJob(row, results, now)), headers);
});

async function readResults(row: JobRow, caller: Caller): Promise<Map<string, ReadResult>> {
  const names = analyzerNames(row).filter((name) => currentAnalysis(row, name) !== undefined);
  try {
    const read = names.map(async (name) => [name, await readResult(row, name)] as const);
    return new Map(await Promise.all(read));
  } catch (error) {
    // The document is missing if the job was deleted while it was read.
    const again = await readJob(row.jobId);
    if (again === undefined || isTombstone(again) || again.tenant !== caller.tenant) throw jobNotFound();
    throw error;
  }
}

async function readResult(row: JobRow, name: string): Promise<ReadResult> {
  const document = await readDocument(resultKey(name, row.tenant, row.jobId, row.attempt));
  if (document instanceof ObjectTooLargeError)
    return invalid(`The result of '${name}' exceeds ${MAX_DOCUMENT_BYTES} bytes.`);
  const parsed = ResultDocument.safeParse(document);
  if (parsed.success && parsed.data.jobId === row.jobId && parsed.data.analyzer === name) return parsed.data;
  return invalid(`The result of '${name}' does not match the published schema.`);
}

/** Returns the document, or the error if it is too large: a third-party analyzer can write one of any size. */
async function readDocument(key: string): Promise<unknown> {
  try {
    return await readJson(bucket, key);
  } catch (error) {
    if (error instanceof ObjectTooLargeError) return error;
    throw error;
  }
}

const invalid = (problem: string): ReadResult => ({
  error: { code: 'invalid-result', message: `${problem} Fix the analyzer, then retry the job.` },
});
