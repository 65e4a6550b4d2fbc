import type { AcceptedResponse } from '../contract/index.ts';
import { publish } from './adapters/events.ts';
import { readJob, startAttempt } from './adapters/jobsTable.ts';
import { jsonResponse } from './api/response.ts';
import { findCallerJob } from './api/findCallerJob.ts';
import { jobNotFound, ProblemError } from './api/problemError.ts';
import { route } from './api/route.ts';
import { numberVariable, textVariable } from './support/environment.ts';
import { buildEvent } from './events/buildEvent.ts';
import { currentDecode, deriveState } from './jobs/deriveState.ts';
import { hash128 } from './jobs/hash.ts';
import { chooseDueShard, isTombstone, type JobRow } from './jobs/row.ts';

const uploads = textVariable('UPLOADS_BUCKET');
const deadlineSeconds = numberVariable('JOB_DEADLINE_SECONDS');
const MAX_ATTEMPTS = 1000;

/** `POST /jobs/{jobId}/retry`: the next attempt at a job that failed. */
export const handler = route(async (event, caller) => {
  const row = await nextAttempt(await findCallerJob(event, caller));
  await publish(retried(row));
  return jsonResponse(202, { jobId: row.jobId, attempt: row.attempt } satisfies AcceptedResponse);
});

async function nextAttempt(row: JobRow): Promise<JobRow> {
  const now = Date.now();
  const state = deriveState(row, now);
  // A retry that was begun, and perhaps never announced: the same event again.
  if (state === 'decoding' && row.attempt > 1 && currentDecode(row) === undefined) return row;
  if (state !== 'failed' || row.source === undefined) {
    throw new ProblemError(409, 'not-failed', `Only a failed job can be retried; this one is '${state}'.`);
  }
  if (row.attempt >= MAX_ATTEMPTS) {
    throw new ProblemError(
      409,
      'too-many-attempts',
      'The job has been retried too often. Upload the file anew.',
    );
  }
  const deadline = new Date(now + deadlineSeconds * 1000).toISOString();
  await startAttempt(row, now, deadline, chooseDueShard(row.jobId));
  // Whether it was this call that wrote or another at the same time: one attempt has begun.
  const begun = await readJob(row.jobId);
  if (begun === undefined || isTombstone(begun)) throw jobNotFound();
  return begun.attempt > row.attempt ? begun : nextAttempt(begun);
}

const retried = ({ jobId, tenant, attempt, sourceKey, source }: JobRow) =>
  buildEvent(
    'Job Retried',
    { jobId, tenant, attempt, causationId: hash128('retry', jobId, attempt), now: Date.now() },
    { source: { bucket: uploads, key: sourceKey, versionId: source!.versionId } },
  );
