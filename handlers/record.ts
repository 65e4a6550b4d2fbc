import type { SQSRecord } from 'aws-lambda';
import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { readJob, writeSlot } from './adapters/jobsTable.ts';
import { type ContractEvent, parseMessage, UnreadableEventError } from './events/parseMessage.ts';
import { toFact } from './events/toFact.ts';
import type { SlotFact } from './jobs/facts.ts';
import { type AnalysisSlot, isTombstone, type JobRow } from './jobs/row.ts';
import { readResult } from './results/readResult.ts';
import { refreshResults, withReading } from './results/refreshResults.ts';
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
  const current =
    attempt < row.attempt ? row : await writeFact(row, event, await checkResult(row, event, slotFact));
  if (current !== undefined) await announceCompletion(current, eventId);
}

/** Adds to the fact of a reported result what was read of it, so that the job's state tells whether it can be used. */
async function checkResult(row: JobRow, event: ContractEvent, slotFact: SlotFact): Promise<SlotFact> {
  if (event.type !== 'Image Analyzed') return slotFact;
  const { analyzer } = event.detail.data;
  const reading = await readResult(derived, row, analyzer, event.detail.metadata.attempt);
  if (reading.error !== undefined) count('InvalidResults');
  const { slot, fact } = slotFact as Extract<SlotFact, { slot: AnalysisSlot }>;
  return { slot, fact: withReading(fact, reading) };
}

/** Writes a fact. A repeated report of a result, which may have been repaired, replaces what was read of it before. */
async function writeFact(row: JobRow, event: ContractEvent, slotFact: SlotFact): Promise<JobRow | undefined> {
  const written = await writeSlot(row.jobId, slotFact, Date.now());
  if (written !== undefined) return written;
  const again = await readJob(row.jobId);
  if (again === undefined || isTombstone(again)) return undefined;
  return event.type === 'Image Analyzed' ? (await refreshResults(derived, again))?.row : again;
}

function count(name: string): void {
  metrics.addMetric(name, MetricUnit.Count, 1);
}
