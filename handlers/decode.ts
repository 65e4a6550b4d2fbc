import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { SQSRecord } from 'aws-lambda';
import { renditionPrefix } from '../contract/index.ts';
import { publish } from './adapters/events.ts';
import { readJob } from './adapters/jobsTable.ts';
import { deletePrefix, ObjectNotFoundError } from './adapters/objects.ts';
import { listVariable, textVariable } from './support/environment.ts';
import { buildEvent, type OutgoingEvent } from './events/buildEvent.ts';
import { parseMessage, UnreadableEventError } from './events/parseMessage.ts';
import { RejectedImageError } from './images/rejectedImageError.ts';
import { isTombstone } from './jobs/row.ts';
import { metrics } from './support/powertools.ts';
import type { Claim } from './stages/claim.ts';
import { claimRetry } from './stages/claimRetry.ts';
import { claimUpload } from './stages/claimUpload.ts';
import { toJobError } from './stages/toJobError.ts';
import { renderSource } from './stages/renderSource.ts';
import { runStage } from './stages/runStage.ts';

const derived = textVariable('DERIVED_BUCKET');
const analyzers = listVariable('ANALYZERS');

/** An object arrived, or a retry began: renditions for the analyzers, and an event that says what it is. */
export const handler = runStage({ work, giveUp });

async function work(record: SQSRecord): Promise<void> {
  const claim = await claimOf(record);
  if (claim === undefined) return;
  const outcome = await outcomeOf(claim);
  const row = await readJob(claim.jobId);
  if (row === undefined || isTombstone(row)) {
    await deletePrefix(derived, renditionPrefix(claim.tenant, claim.jobId));
    return;
  }
  if (outcome === undefined)
    throw new ObjectNotFoundError('The source of a job that was not deleted is gone.');
  await publish(outcome);
  metrics.addMetric(outcome.type.replace(' ', ''), MetricUnit.Count, 1);
}

async function giveUp(record: SQSRecord, error: Error): Promise<void> {
  const claim = await claimOf(record);
  if (claim === undefined) return;
  await publish(
    buildEvent('Image Failed', about(claim), { stage: 'decode', error: toJobError(error) }, 'decode'),
  );
  metrics.addMetric('ImageFailed', MetricUnit.Count, 1);
}

async function claimOf({ body }: SQSRecord): Promise<Claim | undefined> {
  const event = parseMessage(body);
  if (event.kind === 'object-created') return claimUpload(event);
  if (event.type === 'Job Retried' && event.analyzer === undefined) return claimRetry(event.detail);
  throw new UnreadableEventError(`Decode does not understand '${event.type}'.`);
}

/** What the image came to; undefined where its source has gone while it was read. */
async function outcomeOf(claim: Claim): Promise<OutgoingEvent | undefined> {
  const { source } = claim;
  try {
    const rendered = await renderSource(claim);
    return buildEvent('Image Decoded', about(claim), { source, ...rendered, analyzers }, source.versionId);
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return undefined;
    if (!(error instanceof RejectedImageError)) throw error;
    const { code, message } = error;
    return buildEvent('Image Rejected', about(claim), { source, error: { code, message } }, source.versionId);
  }
}

const about = ({ jobId, tenant, attempt, causationId }: Claim) => ({
  jobId,
  tenant,
  attempt,
  causationId,
  now: Date.now(),
});
