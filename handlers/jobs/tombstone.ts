import { chooseDueShard, type JobRow, type Tombstone } from './row.ts';

/**
 * The times of repeated erasure, in minutes after the deletion: after the presigned POST expires, after EventBridge's
 * 24 h of retries, and after SQS's retention of 14 days. They erase objects that arrive late.
 */
const SWEEP_MINUTES = [30, 26 * 60, 15 * 24 * 60];

/** The lifetime of a tombstone in days: a day longer than its last sweep, and than any undelivered event. */
const TOMBSTONE_DAYS = 16;

/** Creates a job's tombstone. It has no facts of the image and appears in no list. */
export const createTombstone = (row: JobRow, now: number): Tombstone => ({
  pk: row.pk,
  jobId: row.jobId,
  tenant: row.tenant,
  attempt: row.attempt,
  rev: row.rev + 1,
  sourceKey: row.sourceKey,
  ...(row.source === undefined ? {} : { sourceVersionId: row.source.versionId }),
  createdAt: row.createdAt,
  updatedAt: new Date(now).toISOString(),
  deletedAt: new Date(now).toISOString(),
  sweeps: 0,
  ttl: Math.floor(now / 1000) + TOMBSTONE_DAYS * 86_400,
  dueShard: chooseDueShard(row.jobId),
  dueAt: nextSweepTime(new Date(now).toISOString(), 0)!,
});

/** Returns the time of the sweep after the nth, or undefined after the last. */
export function nextSweepTime(deletedAt: string, sweeps: number): string | undefined {
  const minutes = SWEEP_MINUTES[sweeps];
  return minutes === undefined ? undefined : new Date(Date.parse(deletedAt) + minutes * 60_000).toISOString();
}
