import type { Tombstone } from '../jobs/row.ts';
import { buildEvent, type OwnEvent } from './build.ts';

/** `Job Deleted`, once for the deletion (sweep 0) and once for each sweep after it. */
export const jobDeleted = (
  { jobId, tenant, attempt, sourceKey, sourceVersionId }: Tombstone,
  bucket: string,
  sweep: number,
  now: number,
): OwnEvent<'Job Deleted'> =>
  buildEvent(
    'Job Deleted',
    { jobId, tenant, attempt, causationId: jobId, now },
    {
      source: {
        bucket,
        key: sourceKey,
        ...(sourceVersionId === undefined ? {} : { versionId: sourceVersionId }),
      },
      sweep,
    },
    sweep,
  );
