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

/** Handles `DELETE /jobs/{jobId}`: replaces the job by a tombstone and publishes the event that starts its erasure. */
export const handler = route(async (event, caller) => {
  const row = await findCallerJob(event, caller);
  const tombstone = await replaceJob(row);
  await publish(buildJobDeleted(tombstone, uploads, 0, Date.now()));
  return jsonResponse(202, { jobId: row.jobId, attempt: row.attempt } satisfies AcceptedResponse);
});

/** Replaces the job by a tombstone. Starts again from the newest row if a fact was written meanwhile. */
async function replaceJob(row: StoredJob): Promise<Tombstone> {
  if (isTombstone(row)) return row;
  const tombstone = createTombstone(row, Date.now());
  if (await replaceByTombstone(tombstone)) return tombstone;
  const again = await readJob(row.jobId);
  if (again === undefined) throw jobNotFound();
  return replaceJob(again);
}
