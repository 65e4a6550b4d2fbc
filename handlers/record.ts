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

/** Something happened to an image: the fact goes into its slot, and a job that ended by it is announced. */
export const handler = runStage({ work });

async function work({ body }: SQSRecord): Promise<void> {
  const event = parseMessage(body);
  if (event.kind !== 'contract')
    throw new UnreadableEventError('Record understands events of its own bus only.');
  const item = toFact(event, derived);
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
  const written = await writeSlot(jobId, item, Date.now());
  const current = written ?? (await readJob(jobId));
  if (current !== undefined && !isTombstone(current)) await announceCompletion(current, eventId);
}

function count(name: string): void {
  metrics.addMetric(name, MetricUnit.Count, 1);
}
