import { type ListJobsResponse, ListJobsQuery } from '../contract/index.ts';
import { listRows } from './adapters/jobsIndexes.ts';
import { json, notModified } from './api/answer.ts';
import { decodeCursor, encodeCursor } from './api/cursor.ts';
import { etagOf, matchesEtag } from './api/etag.ts';
import { checked } from './api/requestBody.ts';
import { retryAfterAll } from './api/retryAfter.ts';
import { route } from './api/route.ts';
import { hash128 } from './jobs/hash.ts';
import { toSummary } from './jobs/toSummary.ts';

/** `GET /jobs`: a page of the tenant's jobs, newest first, without results. */
export const handler = route(async (event, { tenant }) => {
  const { batch, cursor, limit } = checked(event.queryStringParameters ?? {}, ListJobsQuery, 'query');
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
  const etag = etagOf(hash128(...seen, answer.cursor ?? ''));
  const headers = { etag, ...retryAfterAll(answer.jobs, now) };
  if (matchesEtag(event.headers['if-none-match'], etag)) return notModified(headers);
  return json(200, answer, headers);
});
