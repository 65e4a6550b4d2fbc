import { BatchLinksRequest, type BatchLinksResponse } from '../contract/index.ts';
import { readJobs } from './adapters/jobsTable.ts';
import { jsonResponse } from './api/response.ts';
import { route } from './api/route.ts';
import { signLinks } from './api/signLinks.ts';
import { validateBody } from './api/validateRequest.ts';
import { isTombstone } from './jobs/row.ts';

/** A response holds at most about this many bytes. Lambda's limit is 6 MB, and a job can have 101 URLs of 1.5 KB each. */
const MAX_BYTES = 4_000_000;

/**
 * Handles `POST /links`: returns short-lived URLs of up to 500 jobs. Jobs that the tenant does not have are absent; those
 * that do not fit into the response are named in `remaining`.
 */
export const handler = route(async (event, caller) => {
  const { jobIds } = validateBody(event, BatchLinksRequest);
  const rows = await readJobs([...new Set(jobIds)]);
  const links: BatchLinksResponse['links'] = {};
  const remaining: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    if (isTombstone(row) || row.tenant !== caller.tenant) continue;
    if (bytes > MAX_BYTES) {
      remaining.push(row.jobId);
      continue;
    }
    const signed = await signLinks(row);
    bytes += Buffer.byteLength(JSON.stringify(signed));
    links[row.jobId] = signed;
  }
  const response: BatchLinksResponse = { links, ...(remaining.length === 0 ? {} : { remaining }) };
  return jsonResponse(200, response);
});
