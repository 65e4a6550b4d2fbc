import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import { isTerminal } from '../contract/index.ts';
import { publish } from './adapters/events.ts';
import { listDueItems } from './adapters/jobsIndexes.ts';
import { readJob, reschedule, writeSlot } from './adapters/jobsTable.ts';
import { textVariable } from './support/environment.ts';
import { buildJobDeleted } from './events/buildJobDeleted.ts';
import { deriveState, dueTime } from './jobs/deriveState.ts';
import { hash128 } from './jobs/hash.ts';
import { DUE_SHARDS, isTombstone, type JobRow, type StoredJob, type Tombstone } from './jobs/row.ts';
import { nextSweepTime } from './jobs/tombstone.ts';
import { flushMetrics, logger, metrics } from './support/powertools.ts';
import { announceCompletion } from './stages/announceCompletion.ts';

const uploads = textVariable('UPLOADS_BUCKET');
const PAGE = 50;
const TIME_TO_STOP_MS = 10_000;

/** Runs on a schedule: ends jobs that no event will end, and repeats the erasure of deleted jobs. */
export async function handler(_event: unknown, context: Context): Promise<void> {
  logger.addContext(context);
  let failed = 0;
  for (let shard = 0; shard < DUE_SHARDS; shard++) failed += await sweepShard(String(shard), context);
  flushMetrics();
  if (failed > 0) throw new Error(`${failed} jobs could not be swept. The next run tries them again.`);
}

/** Sweeps until a page has no new items, so that a job that fails does not block others. */
async function sweepShard(shard: string, context: Context): Promise<number> {
  const seen = new Set<string>();
  let failed = 0;
  while (context.getRemainingTimeInMillis() > TIME_TO_STOP_MS) {
    const page = await listDueItems(shard, Date.now(), PAGE + failed);
    const newItems = page.filter((item) => !seen.has(item.pk));
    if (newItems.length === 0) return failed;
    for (const item of newItems) {
      seen.add(item.pk);
      try {
        await sweepItem(await readJob(item.jobId));
      } catch (error) {
        failed++;
        logger.error('A job could not be swept', { jobId: item.jobId, error: error as Error });
      }
    }
  }
  return failed;
}

async function sweepItem(item: StoredJob | undefined): Promise<void> {
  if (item?.dueAt === undefined || Date.parse(item.dueAt) > Date.now()) return;
  await (isTombstone(item) ? eraseAgain(item) : endJob(item));
}

async function eraseAgain(tombstone: Tombstone): Promise<void> {
  const sweep = tombstone.sweeps + 1;
  await publish(buildJobDeleted(tombstone, uploads, sweep, Date.now()));
  await reschedule(tombstone.pk, tombstone.rev, nextSweepTime(tombstone.deletedAt, sweep), sweep);
}

async function endJob(row: JobRow): Promise<void> {
  const now = Date.now();
  if (!isTerminal(deriveState(row, now))) {
    await reschedule(row.pk, row.rev, new Date(dueTime(row)).toISOString());
    return;
  }
  const causationId = hash128('sweep', row.jobId, row.attempt);
  // A job that is terminal at any time needs no further fact, only its announcement.
  const ended = isTerminal(deriveState(row, 0)) ? row : await writeTimeout(row, causationId, now);
  if (ended !== undefined) await announceCompletion(ended, causationId);
}

/** Writes the fact that time ran out and counts it for the alarm. Returns undefined if the job ended meanwhile. */
async function writeTimeout(row: JobRow, eventId: string, now: number): Promise<JobRow | undefined> {
  const slot = row.source === undefined ? 'failure:upload' : 'failure:deadline';
  const error =
    row.source === undefined
      ? { code: 'expired', message: 'No file arrived before the upload link expired.' }
      : { code: 'timed-out', message: 'The job did not end within its deadline.' };
  const fact = { attempt: row.attempt, eventId, at: new Date(now).toISOString(), error };
  const written = await writeSlot(row.jobId, { slot, fact }, now);
  const count = slot === 'failure:deadline' ? 'JobsTimedOut' : 'JobsExpired';
  if (written !== undefined) metrics.addMetric(count, MetricUnit.Count, 1);
  return written;
}
