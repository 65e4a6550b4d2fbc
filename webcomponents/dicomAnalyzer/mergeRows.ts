import type { JobSummary } from '../../contract/job.ts';
import type { Upload } from '../uploads/upload.ts';

/** A line of the list: an upload, a job, or both. */
export interface Row {
  key: string;
  upload?: Upload;
  job?: JobSummary;
}

const RANK = { sending: 0, failed: 1, queued: 2, canceled: 2, sent: 2 } as const;

/**
 * Uploads that the server does not list yet: what is under way and what failed, then the others, the last added first.
 * Then the jobs in the server's order.
 */
export function mergeRows(uploads: readonly Upload[], jobs: readonly JobSummary[]): Row[] {
  const listed = new Set(jobs.map(({ jobId }) => jobId));
  const named = new Map(uploads.map((upload) => [upload.clientRef, upload]));
  const ahead = uploads
    .filter(({ jobId }) => jobId === undefined || !listed.has(jobId))
    .map((upload): Row & { upload: Upload } => ({ key: upload.clientRef, upload }))
    .reverse()
    .sort((a, b) => RANK[a.upload.state] - RANK[b.upload.state]);
  const known = jobs.map((job): Row => {
    const upload = job.clientRef === undefined ? undefined : named.get(job.clientRef);
    return { key: upload?.clientRef ?? job.jobId, job, ...(upload ? { upload } : {}) };
  });
  return [...ahead, ...known];
}
