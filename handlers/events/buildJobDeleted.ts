import type { Tombstone } from '../jobs/row.ts';
import { buildEvent, type OutgoingEvent } from './buildEvent.ts';

/** Builds `Job Deleted`, which is published for the deletion (sweep 0) and for each later sweep. */
export const buildJobDeleted = (
  { jobId, tenant, attempt, sourceKey, sourceVersionId }: Tombstone,
  bucket: string,
  sweep: number,
  now: number,
): OutgoingEvent<'Job Deleted'> =>
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
