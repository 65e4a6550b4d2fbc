import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { parseSourceKey } from '../../contract/index.ts';
import { putIfAbsent, readJob, writeSlot } from '../adapters/jobsTable.ts';
import { deleteVersions, deletePrefix } from '../adapters/objects.ts';
import { numberVariable, textVariable } from '../support/environment.ts';
import type { ObjectCreatedEvent } from '../events/parseMessage.ts';
import { currentDecode } from '../jobs/deriveState.ts';
import { hash128 } from '../jobs/hash.ts';
import { incomingJobId } from '../jobs/ids.ts';
import { createRow } from '../jobs/createRow.ts';
import { chooseDueShard, isTombstone, type JobRow, type SourceFact } from '../jobs/row.ts';
import { metrics } from '../support/powertools.ts';
import type { Claim } from './claim.ts';
import { findFirstVersion, listOtherVersions } from './keyVersions.ts';

const bucket = textVariable('UPLOADS_BUCKET');
const deadlineSeconds = numberVariable('JOB_DEADLINE_SECONDS');
const retentionDays = numberVariable('JOB_RETENTION_DAYS');

/**
 * Finds the job of a new object, or creates one for an object under `incoming/`, and writes its source fact. The key's
 * tenant must be the job's.
 *
 * Returns undefined if there is nothing to decode: the key is unknown, the event is a repeat, or the job was deleted
 * (then the object is deleted too).
 */
export async function claimUpload(event: ObjectCreatedEvent): Promise<Claim | undefined> {
  const key = event.bucket === bucket ? parseSourceKey(event.key) : undefined;
  if (key === undefined) {
    countIgnored();
    return;
  }
  const incoming = key.kind === 'incoming';
  const jobId = incoming ? incomingJobId(event.bucket, event.key, event.versionId) : key.jobId;
  const now = Date.now();
  if (incoming) {
    await putIfAbsent(
      createRow({
        jobId,
        tenant: key.tenant,
        owner: 'incoming',
        sourceKey: event.key,
        now,
        uploadSeconds: 0,
        deadlineSeconds,
        retentionDays,
      }),
    );
  }
  const row = await readJob(jobId);
  if (row?.tenant !== key.tenant) {
    countIgnored();
    return;
  }
  if (isTombstone(row)) {
    await eraseSource(event, incoming);
    return undefined;
  }
  const source = row.source ?? (await writeSource(row, event, incoming, now));
  if (source === undefined) return undefined;
  if (!incoming && source.versionId !== event.versionId) {
    await deleteVersions(bucket, await listOtherVersions(bucket, event.key, source.versionId));
  }
  if (row.attempt !== 1 || currentDecode(row) !== undefined) return undefined;
  return {
    jobId,
    tenant: row.tenant,
    attempt: 1,
    source: { bucket, key: event.key, versionId: source.versionId },
    size: source.size,
    analyzers: row.analyzers,
    causationId: event.id,
  };
}

/** Writes the key's first version as the source, whatever the order of the events. */
async function writeSource(
  row: JobRow,
  event: ObjectCreatedEvent,
  incoming: boolean,
  now: number,
): Promise<SourceFact | undefined> {
  const first = incoming
    ? { versionId: event.versionId, size: event.size }
    : await findFirstVersion(bucket, event.key);
  if (first === undefined) return undefined;
  const fact: SourceFact = {
    attempt: 1,
    eventId: hash128('source', row.jobId, first.versionId),
    at: new Date(now).toISOString(),
    ...first,
  };
  const deadline = new Date(now + deadlineSeconds * 1000).toISOString();
  const extra = { deadline, dueAt: deadline, dueShard: chooseDueShard(row.jobId) };
  const written = await writeSlot(row.jobId, { slot: 'source', fact }, now, extra);
  if (written !== undefined) return fact;
  const current = await readJob(row.jobId);
  return current === undefined || isTombstone(current) ? undefined : current.source;
}

async function eraseSource(event: ObjectCreatedEvent, incoming: boolean): Promise<void> {
  if (incoming) {
    await deleteVersions(bucket, [{ key: event.key, versionId: event.versionId }]);
  } else {
    await deletePrefix(bucket, event.key);
  }
}

function countIgnored(): undefined {
  metrics.addMetric('IgnoredObjects', MetricUnit.Count, 1);
  return undefined;
}
