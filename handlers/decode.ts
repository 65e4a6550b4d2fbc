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

/** Handles a new object or a retry: writes renditions for the analyzers and publishes the outcome. */
export const handler = runStage({ work, giveUp });

async function work(record: SQSRecord): Promise<void> {
  const claim = await claimSource(record);
  if (claim === undefined) return;
  const outcome = await decodeSource(claim);
  const row = await readJob(claim.jobId);
  if (row === undefined || isTombstone(row)) {
    await deletePrefix(derived, renditionPrefix(claim.tenant, claim.jobId));
    return;
  }
  if (outcome === undefined)
    throw new ObjectNotFoundError('The source object is gone, but its job was not deleted.');
  await publish(outcome);
  metrics.addMetric(outcome.type.replace(' ', ''), MetricUnit.Count, 1);
}

async function giveUp(record: SQSRecord, error: Error): Promise<void> {
  const claim = await claimSource(record);
  if (claim === undefined) return;
  await publish(
    buildEvent('Image Failed', eventContext(claim), { stage: 'decode', error: toJobError(error) }, 'decode'),
  );
  metrics.addMetric('ImageFailed', MetricUnit.Count, 1);
}

async function claimSource({ body }: SQSRecord): Promise<Claim | undefined> {
  const event = parseMessage(body);
  if (event.kind === 'object-created') return claimUpload(event);
  if (event.type === 'Job Retried' && event.analyzer === undefined) return claimRetry(event.detail);
  throw new UnreadableEventError(`The decode stage does not accept '${event.type}' events.`);
}

/** Returns the event for the outcome, or undefined if the source was deleted while it was read. */
async function decodeSource(claim: Claim): Promise<OutgoingEvent | undefined> {
  const { source } = claim;
  try {
    const rendered = await renderSource(claim);
    return buildEvent(
      'Image Decoded',
      eventContext(claim),
      { source, ...rendered, analyzers: chooseAnalyzers(claim) },
      source.versionId,
    );
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return undefined;
    if (!(error instanceof RejectedImageError)) throw error;
    const { code, message } = error;
    return buildEvent(
      'Image Rejected',
      eventContext(claim),
      { source, error: { code, message } },
      source.versionId,
    );
  }
}

/** Returns the analyzers that the sender chose, as far as the stack still has them, or all. */
const chooseAnalyzers = ({ analyzers: chosen }: Claim): string[] =>
  chosen === undefined ? analyzers : analyzers.filter((name) => chosen.includes(name));

const eventContext = ({ jobId, tenant, attempt, causationId }: Claim) => ({
  jobId,
  tenant,
  attempt,
  causationId,
  now: Date.now(),
});
