import type { Detail } from '../../contract/index.ts';
import { readJob } from '../adapters/jobsTable.ts';
import { textVariable } from '../support/environment.ts';
import { currentDecode } from '../jobs/deriveState.ts';
import { isTombstone } from '../jobs/row.ts';
import type { Claim } from './claim.ts';

const bucket = textVariable('UPLOADS_BUCKET');

/** Returns the source to decode for a retry, or undefined if the job is gone, has a newer attempt or was decoded. */
export async function claimRetry({ metadata }: Detail<'Job Retried'>): Promise<Claim | undefined> {
  const row = await readJob(metadata.jobId);
  if (row === undefined || isTombstone(row) || row.source === undefined) return undefined;
  if (row.attempt !== metadata.attempt || currentDecode(row) !== undefined) return undefined;
  return {
    jobId: row.jobId,
    tenant: row.tenant,
    attempt: row.attempt,
    source: { bucket, key: row.sourceKey, versionId: row.source.versionId },
    size: row.source.size,
    analyzers: row.analyzers,
    causationId: metadata.eventId,
  };
}
