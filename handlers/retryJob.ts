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

/** Handles `POST /jobs/{jobId}/retry`: starts the next attempt at a failed job. */
export const handler = route(async (event, caller) => {
  const row = await startNextAttempt(await findCallerJob(event, caller));
  await publish(buildJobRetried(row));
  return jsonResponse(202, { jobId: row.jobId, attempt: row.attempt } satisfies AcceptedResponse);
});

async function startNextAttempt(row: JobRow): Promise<JobRow> {
  const now = Date.now();
  const state = deriveState(row, now);
  // An earlier retry started this attempt but may have failed to publish its event. Publish it again.
  if (state === 'decoding' && row.attempt > 1 && currentDecode(row) === undefined) return row;
  if (state !== 'failed' || row.source === undefined) {
    throw new ProblemError(409, 'not-failed', `Only a failed job can be retried. This job is '${state}'.`);
  }
  if (row.attempt >= MAX_ATTEMPTS) {
    throw new ProblemError(
      409,
      'too-many-attempts',
      'The job has no attempts left. Upload the file again as a new job.',
    );
  }
  const deadline = new Date(now + deadlineSeconds * 1000).toISOString();
  await startAttempt(row, now, deadline, chooseDueShard(row.jobId));
  // If a concurrent call started the attempt instead, this one uses it.
  const started = await readJob(row.jobId);
  if (started === undefined || isTombstone(started)) throw jobNotFound();
  return started.attempt > row.attempt ? started : startNextAttempt(started);
}

const buildJobRetried = ({ jobId, tenant, attempt, sourceKey, source }: JobRow) =>
  buildEvent(
    'Job Retried',
    { jobId, tenant, attempt, causationId: hash128('retry', jobId, attempt), now: Date.now() },
    { source: { bucket: uploads, key: sourceKey, versionId: source!.versionId } },
  );
