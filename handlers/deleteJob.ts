import type { AcceptedResponse } from '../contract/index.ts';
import { publish } from './adapters/events.ts';
import { replaceByTombstone, readJob } from './adapters/jobsTable.ts';
import { jsonResponse } from './api/response.ts';
import { findCallerJob } from './api/findCallerJob.ts';
import { jobNotFound } from './api/problemError.ts';
import { route } from './api/route.ts';
import { textVariable } from './support/environment.ts';
import { buildJobDeleted } from './events/buildJobDeleted.ts';
import { isTombstone, type StoredJob, type Tombstone } from './jobs/row.ts';
import { createTombstone } from './jobs/tombstone.ts';

const uploads = textVariable('UPLOADS_BUCKET');

/** `DELETE /jobs/{jobId}`: a tombstone in its place, and the event that has it erased. */
export const handler = route(async (event, caller) => {
  const row = await findCallerJob(event, caller);
  const tombstone = await bury(row);
  await publish(buildJobDeleted(tombstone, uploads, 0, Date.now()));
  return jsonResponse(202, { jobId: row.jobId, attempt: row.attempt } satisfies AcceptedResponse);
});

/** Facts may come while it is deleted: what was read last is what is buried. */
async function bury(row: StoredJob): Promise<Tombstone> {
  if (isTombstone(row)) return row;
  const tombstone = createTombstone(row, Date.now());
  if (await replaceByTombstone(tombstone)) return tombstone;
  const again = await readJob(row.jobId);
  if (again === undefined) throw jobNotFound();
  return bury(again);
}
