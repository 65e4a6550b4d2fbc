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

/** `GET /jobs`: a page of the tenant's jobs, newest first, without results. */
export const handler = route(async (event, { tenant }) => {
  const { batch, cursor, limit } = validate(event.queryStringParameters ?? {}, ListJobsQuery, 'query');
  const start = cursor === undefined ? undefined : decodeCursor(cursor);
  const { rows, next } = await listRows({ tenant, batch, limit, start });
  const now = Date.now();
  const answer: ListJobsResponse = {
    jobs: rows.map((row) => toSummary(row, now)),
    ...(next === undefined ? {} : { cursor: encodeCursor(next) }),
  };
  const seen = rows.map(
    (row, index) => `${row.jobId}/${row.attempt}/${row.rev}/${answer.jobs[index]!.state}`,
  );
  const etag = createEtag(hash128(...seen, answer.cursor ?? ''));
  const headers = { etag, ...earliestRetryAfterHeader(answer.jobs, now) };
  if (matchesEtag(event.headers['if-none-match'], etag)) return notModifiedResponse(headers);
  return jsonResponse(200, answer, headers);
});
