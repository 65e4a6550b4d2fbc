import { type ListJobsResponse, ListJobsQuery } from '../contract/index.ts';
import { listRows } from './adapters/jobsIndexes.ts';
import { jsonResponse, notModifiedResponse } from './api/response.ts';
import { decodeCursor, encodeCursor } from './api/cursor.ts';
import { createEtag, matchesEtag } from './api/etag.ts';
import { validate } from './api/validateRequest.ts';
import { earliestRetryAfterHeader } from './api/retryAfter.ts';
import { route } from './api/route.ts';
import { hash128 } from './jobs/hash.ts';
import { toSummary } from './jobs/toSummary.ts';

/** Handles `GET /jobs`: returns a page of the tenant's jobs without results, newest first. */
export const handler = route(async (event, { tenant }) => {
  const { batch, cursor, limit } = validate(event.queryStringParameters ?? {}, ListJobsQuery, 'query');
  const start = cursor === undefined ? undefined : decodeCursor(cursor);
  const { rows, next } = await listRows({ tenant, batch, limit, start });
  const now = Date.now();
  const response: ListJobsResponse = {
    jobs: rows.map((row) => toSummary(row, now)),
    ...(next === undefined ? {} : { cursor: encodeCursor(next) }),
  };
  const versions = rows.map(
    (row, index) => `${row.jobId}/${row.attempt}/${row.rev}/${response.jobs[index]!.state}`,
  );
  const etag = createEtag(hash128(...versions, response.cursor ?? ''));
  const headers = { etag, ...earliestRetryAfterHeader(response.jobs, now) };
  if (matchesEtag(event.headers['if-none-match'], etag)) return notModifiedResponse(headers);
  return jsonResponse(200, response, headers);
});
