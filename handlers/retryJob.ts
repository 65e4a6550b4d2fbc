import { type AcceptedResponse, isTerminal, RetryRequest } from '../contract/index.ts';
import { publish } from './adapters/events.ts';
import { readJob, startAttempt } from './adapters/jobsTable.ts';
import { jsonResponse } from './api/response.ts';
import { type ApiEvent } from './api/caller.ts';
import { findCallerJob } from './api/findCallerJob.ts';
import { jobNotFound, ProblemError } from './api/problemError.ts';
import { route } from './api/route.ts';
import { validateBody } from './api/validateRequest.ts';
import { listVariable, numberVariable, textVariable } from './support/environment.ts';
import { buildEvent, type OutgoingEvent } from './events/buildEvent.ts';
import { buildImageDecoded } from './events/buildImageDecoded.ts';
import { carryOver } from './jobs/carryOver.ts';
import { analyzerNames, currentDecode, deriveAnalysis, deriveState } from './jobs/deriveState.ts';
import { hash128 } from './jobs/hash.ts';
import { chooseDueShard, isTombstone, type JobRow, type Slots } from './jobs/row.ts';
import { refreshResults } from './results/refreshResults.ts';

const uploads = textVariable('UPLOADS_BUCKET');
const derived = textVariable('DERIVED_BUCKET');
const deadlineSeconds = numberVariable('JOB_DEADLINE_SECONDS');
const configured = listVariable('ANALYZERS');
const MAX_ATTEMPTS = 1000;

/**
 * Handles `POST /jobs/{jobId}/retry`: starts the next attempt at a failed job, or runs only the named analyzers again on
 * the existing renditions.
 */
export const handler = route(async (event, caller) => {
  const { analyzers } = readRequest(event);
  const stored = await findCallerJob(event, caller);
  // A result that was lost or repaired since it was last read changes what can be retried.
  const row = (await refreshResults(derived, stored))?.row;
  if (row === undefined) throw jobNotFound();
  const started = await startNextAttempt(row, analyzers && new Set(analyzers));
  await publish(...buildEvents(started));
  return jsonResponse(202, { jobId: started.jobId, attempt: started.attempt } satisfies AcceptedResponse);
});

const readRequest = (event: ApiEvent): RetryRequest =>
  event.body === undefined || event.body === '' ? {} : validateBody(event, RetryRequest);

async function startNextAttempt(row: JobRow, analyzers: ReadonlySet<string> | undefined): Promise<JobRow> {
  const now = Date.now();
  if (isStarted(row, analyzers, now)) return row;
  const carried = analyzers === undefined ? {} : carryToRetry(row, analyzers, now);
  if (analyzers === undefined) assertFailed(row, now);
  if (row.attempt >= MAX_ATTEMPTS) {
    throw new ProblemError(
      409,
      'too-many-attempts',
      'The job has no attempts left. Upload the file again as a new job.',
    );
  }
  const ends = row.ttl * 1000;
  if (now + deadlineSeconds * 1000 > ends) {
    throw new ProblemError(
      409,
      'retention-ends',
      `The job is deleted on ${new Date(ends).toISOString()}, which a retry might not reach. Upload the file again as a new job.`,
    );
  }
  const deadline = new Date(now + deadlineSeconds * 1000).toISOString();
  await startAttempt(row, now, deadline, chooseDueShard(row.jobId), carried);
  // If a concurrent call started the attempt instead, this one uses it.
  const started = await readJob(row.jobId);
  if (started === undefined || isTombstone(started)) throw jobNotFound();
  return started.attempt > row.attempt ? started : startNextAttempt(started, analyzers);
}

/** Returns true if an earlier retry started this attempt. It may have failed to publish the events, so they are repeated. */
function isStarted(row: JobRow, analyzers: ReadonlySet<string> | undefined, now: number): boolean {
  if (row.attempt === 1) return false;
  const decode = currentDecode(row);
  if (analyzers === undefined) return decode === undefined && deriveState(row, now) === 'decoding';
  return (
    decode?.origin !== undefined && [...analyzers].every((name) => pendingAnalyzers(row, now).includes(name))
  );
}

function assertFailed(row: JobRow, now: number): void {
  const state = deriveState(row, now);
  if (state === 'failed' && row.source !== undefined) return;
  const hint = state === 'completed' ? ' To run single analyzers again, name them in `analyzers`.' : '';
  throw new ProblemError(
    409,
    'not-failed',
    `Only a failed job can be retried. This job is '${state}'.${hint}`,
  );
}

/** Returns the facts that an attempt of some analyzers takes over. Throws 409 unless each failed or has not run. */
function carryToRetry(row: JobRow, analyzers: ReadonlySet<string>, now: number): Partial<Slots> {
  const state = deriveState(row, now);
  if (currentDecode(row)?.outcome !== 'decoded' || !isTerminal(state)) {
    throw new ProblemError(
      409,
      'not-failed',
      `Analyzers can be retried once the image is decoded and the job has ended. This job is '${state}'.`,
    );
  }
  const known = analyzerNames(row);
  for (const name of analyzers) {
    if (known.includes(name) ? deriveAnalysis(row, name, now) === 'failed' : configured.includes(name))
      continue;
    const problem = known.includes(name) ? 'has not failed' : 'is not an analyzer of this stack';
    throw new ProblemError(
      409,
      'not-failed',
      `'${name}' ${problem}. Name analyzers that failed or have not run.`,
    );
  }
  return carryOver(row, analyzers, now);
}

const pendingAnalyzers = (row: JobRow, now: number): string[] =>
  analyzerNames(row).filter((name) => deriveAnalysis(row, name, now) === 'pending');

/** Builds the events that start the row's attempt. */
function buildEvents(row: JobRow): OutgoingEvent[] {
  const { jobId, tenant, attempt } = row;
  const now = Date.now();
  const source = { bucket: uploads, key: row.sourceKey, versionId: row.source!.versionId };
  const causationId = hash128('retry', jobId, attempt);
  const context = { jobId, tenant, attempt, causationId, now };
  const decode = currentDecode(row);
  if (decode?.outcome !== 'decoded') return [buildEvent('Job Retried', context, { source })];
  const analyzers = pendingAnalyzers(row, now);
  const retried = buildEvent('Job Retried', context, { source, analyzers });
  const cause = retried.detail.metadata.eventId;
  return [
    retried,
    buildImageDecoded(row, decode, { source, derivedBucket: derived, analyzers, causationId: cause, now }),
  ];
}
