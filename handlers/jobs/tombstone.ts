import { chooseDueShard, type JobRow, type Tombstone } from './row.ts';

/**
 * When erasure is repeated, in minutes after the deletion: past the presigned POST's end, past EventBridge's 24 h
 * of retries, and past SQS's 14 days, so that whatever comes late is erased too.
 */
const SWEEP_MINUTES = [30, 26 * 60, 15 * 24 * 60];

/** A tombstone outlives every event that can still be under way, in days. */
const TOMBSTONE_DAYS = 30;

/** What is left of a job once it is deleted: no fact of the image, no index that lists it. */
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

/** When a deleted job is swept for the (n+1)th time, or undefined once it has been often enough. */
export function nextSweepTime(deletedAt: string, sweeps: number): string | undefined {
  const minutes = SWEEP_MINUTES[sweeps];
  return minutes === undefined ? undefined : new Date(Date.parse(deletedAt) + minutes * 60_000).toISOString();
}
