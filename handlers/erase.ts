import type { SQSRecord } from 'aws-lambda';
import { parseSourceKey, renditionPrefix } from '../contract/index.ts';
import { readJob } from './adapters/jobsTable.ts';
import { deleteVersions, deletePrefix, listFolders } from './adapters/objects.ts';
import { textVariable } from './support/environment.ts';
import { parseMessage, UnreadableEventError } from './events/parseMessage.ts';
import { isTombstone, type Tombstone } from './jobs/row.ts';
import { logger } from './support/powertools.ts';
import { runStage } from './stages/runStage.ts';
import { listKeyVersions } from './stages/keyVersions.ts';

const uploads = textVariable('UPLOADS_BUCKET');
const derived = textVariable('DERIVED_BUCKET');

/** Handles `Job Deleted`: deletes every version and marker of the job's source, renditions and results. */
export const handler = runStage({ work });

async function work({ body }: SQSRecord): Promise<void> {
  const event = parseMessage(body);
  if (event.kind !== 'contract' || event.type !== 'Job Deleted' || event.analyzer !== undefined) {
    throw new UnreadableEventError("The erase stage accepts 'Job Deleted' events only.");
  }
  const { jobId } = event.detail.metadata;
  const row = await readJob(jobId);
  // The table decides what is deleted, and under which tenant and key. An event alone erases nothing.
  if (row === undefined || !isTombstone(row)) return;
  await eraseSource(row);
  const results = await listFolders(derived, 'results/');
  const prefixes = [
    renditionPrefix(row.tenant, jobId),
    ...results.map((analyzer) => `${analyzer}${row.tenant}/${jobId}/`),
  ];
  let erased = 0;
  for (const prefix of prefixes) erased += await deletePrefix(derived, prefix);
  logger.info('Erased a deleted job', { jobId, objects: erased, sweep: event.detail.data.sweep });
}

/**
 * Deletes the source. An upload's key belongs to one job. Under `incoming/` each version has its own job, so that only
 * this version is deleted, and no other key of the gateway is listed. S3's lifecycle removes what markers remain.
 */
async function eraseSource({ sourceKey: key, sourceVersionId: versionId }: Tombstone): Promise<void> {
  if (parseSourceKey(key)?.kind === 'upload')
    return deleteVersions(uploads, await listKeyVersions(uploads, key));
  if (versionId !== undefined) await deleteVersions(uploads, [{ key, versionId }]);
}
