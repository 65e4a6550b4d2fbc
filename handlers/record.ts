import type { SQSRecord } from 'aws-lambda';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { readJob, writeSlot } from './adapters/jobsTable.ts';
import { parseMessage, UnreadableEventError } from './events/parseMessage.ts';
import { toFact } from './events/toFact.ts';
import { isTombstone } from './jobs/row.ts';
import { metrics } from './support/powertools.ts';
import { announceCompletion } from './stages/announceCompletion.ts';
import { runStage } from './stages/runStage.ts';
import { textVariable } from './support/environment.ts';

const derived = textVariable('DERIVED_BUCKET');

/** Handles the bus's events: writes each event's fact into its slot and announces a job that it completes. */
export const handler = runStage({ work });

async function work({ body }: SQSRecord): Promise<void> {
  const event = parseMessage(body);
  if (event.kind !== 'contract')
    throw new UnreadableEventError('The record stage accepts events of its own bus only.');
  const slotFact = toFact(event, derived);
  const { jobId, tenant, attempt, eventId } = event.detail.metadata;
  const row = await readJob(jobId);
  if (row === undefined || isTombstone(row)) {
    count('LateEvents');
    return;
  }
  if (row.tenant !== tenant || attempt > row.attempt) {
    count('ForeignEvents');
    return;
  }
  const written = await writeSlot(jobId, slotFact, Date.now());
  const current = written ?? (await readJob(jobId));
  if (current !== undefined && !isTombstone(current)) await announceCompletion(current, eventId);
}

function count(name: string): void {
  metrics.addMetric(name, MetricUnit.Count, 1);
}
