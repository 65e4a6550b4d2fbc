import { UPLOAD_GRACE_MS } from './deriveState.ts';
import { chooseDueShard, jobPk, type JobRow } from './row.ts';

/** The properties of a new job. `now` is in milliseconds since the epoch. */
export interface NewJob {
  jobId: string;
  tenant: string;
  owner: string;
  clientRef?: string | undefined;
  batch?: string | undefined;
  analyzers?: string[] | undefined;
  sourceKey: string;
  now: number;
  uploadSeconds: number;
  deadlineSeconds: number;
  retentionDays: number;
}

/** Creates the row of a job that waits for its upload. */
export function createRow(job: NewJob): JobRow {
  const createdAt = new Date(job.now).toISOString();
  const uploadEnds = job.now + job.uploadSeconds * 1000;
  return {
    pk: jobPk(job.jobId),
    jobId: job.jobId,
    tenant: job.tenant,
    owner: job.owner,
    ...(job.clientRef === undefined ? {} : { clientRef: job.clientRef }),
    ...(job.batch === undefined ? {} : { batch: job.batch, batchKey: `${job.tenant}#${job.batch}` }),
    ...(job.analyzers === undefined ? {} : { analyzers: job.analyzers }),
    createdAt,
    updatedAt: createdAt,
    attempt: 1,
    rev: 1,
    sourceKey: job.sourceKey,
    uploadExpiresAt: new Date(uploadEnds).toISOString(),
    deadline: new Date(uploadEnds + job.deadlineSeconds * 1000).toISOString(),
    ttl: Math.floor(job.now / 1000) + job.retentionDays * 86_400,
    tenantKey: job.tenant,
    createdKey: `${createdAt}#${job.jobId}`,
    dueShard: chooseDueShard(job.jobId),
    dueAt: new Date(uploadEnds + UPLOAD_GRACE_MS).toISOString(),
  };
}
