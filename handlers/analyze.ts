import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context, SQSRecord } from 'aws-lambda';
import { type Detail, resultKey, resultPrefix } from '../contract/index.ts';
import { analyzeJob, ANALYZER } from './analysis/analyzeJob.ts';
import { publish } from './adapters/events.ts';
import { readJob } from './adapters/jobsTable.ts';
import { acquireLease, readLeaseEnd, releaseLease } from './adapters/leases.ts';
import { deletePrefix } from './adapters/objects.ts';
import { textVariable } from './support/environment.ts';
import { buildEvent } from './events/buildEvent.ts';
import { parseMessage, UnreadableEventError } from './events/parseMessage.ts';
import { currentAnalysis } from './jobs/deriveState.ts';
import { isTombstone, type JobRow } from './jobs/row.ts';
import { metrics } from './support/powertools.ts';
import { toJobError } from './stages/toJobError.ts';
import { LeaseHeldError, runStage } from './stages/runStage.ts';

const bucket = textVariable('DERIVED_BUCKET');

/** The time before the function's timeout at which it stops waiting for Rekognition. */
const TIME_TO_STOP_MS = 5000;

/** Errors that no retry fixes: https://docs.aws.amazon.com/rekognition/latest/dg/error-handling.html */
const PERMANENT_ERRORS = new Set([
  'InvalidImageFormatException',
  'ImageTooLargeException',
  'InvalidParameterException',
]);

/** Handles `Image Decoded`: sends the renditions to Rekognition and writes the result document. */
export const handler = runStage({ work, giveUp });

async function work(record: SQSRecord, context: Context): Promise<void> {
  const decoded = parseDecoded(record);
  const row = await readWaitingJob(decoded);
  if (row === undefined) return;
  const { jobId } = row;
  const now = Date.now();
  const remaining = context.getRemainingTimeInMillis();
  if (!(await acquireLease(jobId, ANALYZER, context.awsRequestId, now, now + remaining + 1000))) {
    const until = (await readLeaseEnd(jobId, ANALYZER)) ?? now;
    throw new LeaseHeldError(Math.max(1, (until - now) / 1000));
  }
  try {
    // Throttled calls are retried until the signal aborts, which leaves time to report the failure.
    const signal = AbortSignal.timeout(Math.max(0, remaining - TIME_TO_STOP_MS));
    const counts = await analyzeJob(row, decoded.data.renditions, signal);
    if ((await readWaitingJob(decoded)) === undefined) {
      await deleteResultsIfDeleted(decoded);
      return;
    }
    const result = { bucket, key: resultKey(ANALYZER, row.tenant, jobId, row.attempt) };
    await publish(
      buildEvent('Image Analyzed', eventContext(decoded), { analyzer: ANALYZER, result, counts }, ANALYZER),
    );
    metrics.addMetric('ImageAnalyzed', MetricUnit.Count, 1);
  } catch (error) {
    if (!(error instanceof Error) || !PERMANENT_ERRORS.has(error.name)) throw error;
    await giveUp(record, error);
  } finally {
    await releaseLease(jobId, ANALYZER, context.awsRequestId);
  }
}

async function giveUp(record: SQSRecord, error: Error): Promise<void> {
  const decoded = parseDecoded(record);
  if ((await readWaitingJob(decoded)) === undefined) return;
  await publish(
    buildEvent(
      'Image Failed',
      eventContext(decoded),
      { stage: 'analysis', analyzer: ANALYZER, error: toJobError(error) },
      ANALYZER,
    ),
  );
  metrics.addMetric('ImageFailed', MetricUnit.Count, 1);
}

/** Deletes the results of a job that was deleted during its analysis. */
async function deleteResultsIfDeleted(decoded: Detail<'Image Decoded'>): Promise<void> {
  const row = await readJob(decoded.metadata.jobId);
  if (row === undefined || isTombstone(row)) {
    await deletePrefix(bucket, resultPrefix(ANALYZER, decoded.metadata.tenant, decoded.metadata.jobId));
  }
}

/** Returns the job if it still waits for this analysis. */
async function readWaitingJob({ metadata }: Detail<'Image Decoded'>): Promise<JobRow | undefined> {
  const row = await readJob(metadata.jobId);
  if (row === undefined || isTombstone(row) || row.tenant !== metadata.tenant) return undefined;
  if (row.attempt !== metadata.attempt || currentAnalysis(row, ANALYZER) !== undefined) return undefined;
  return row;
}

function parseDecoded({ body }: SQSRecord): Detail<'Image Decoded'> {
  const event = parseMessage(body);
  if (event.kind === 'contract' && event.type === 'Image Decoded' && event.analyzer === undefined) {
    return event.detail;
  }
  throw new UnreadableEventError("The analyze stage accepts 'Image Decoded' events only.");
}

const eventContext = ({ metadata }: Detail<'Image Decoded'>) => ({
  jobId: metadata.jobId,
  tenant: metadata.tenant,
  attempt: metadata.attempt,
  causationId: metadata.eventId,
  now: Date.now(),
});
