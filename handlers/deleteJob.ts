import type { AcceptedResponse } from '../contract/index.ts';
import { publish } from './adapters/events.ts';
import { putTombstone, readJob } from './adapters/jobsTable.ts';
import { json } from './api/answer.ts';
import { ownJob } from './api/ownJob.ts';
import { noSuchJob } from './api/problemError.ts';
import { route } from './api/route.ts';
import { textVariable } from './env.ts';
import { jobDeleted } from './events/jobDeleted.ts';
import { isTombstone, type StoredJob, type Tombstone } from './jobs/row.ts';
import { tombstoneOf } from './jobs/tombstone.ts';

const uploads = textVariable('UPLOADS_BUCKET');

/** `DELETE /jobs/{jobId}`: a tombstone in its place, and the event that has it erased. */
export const handler = route(async (event, caller) => {
  const row = await ownJob(event, caller);
  const tombstone = await bury(row);
  await publish(jobDeleted(tombstone, uploads, 0, Date.now()));
  return json(202, { jobId: row.jobId, attempt: row.attempt } satisfies AcceptedResponse);
});

/** Facts may come while it is deleted: what was read last is what is buried. */
async function bury(row: StoredJob): Promise<Tombstone> {
  if (isTombstone(row)) return row;
  const tombstone = tombstoneOf(row, Date.now());
  if (await putTombstone(tombstone)) return tombstone;
  const again = await readJob(row.jobId);
  if (again === undefined) throw noSuchJob();
  return bury(again);
}
