import type { JobSummary } from '../../contract/job.ts';
import type { Upload } from '../uploads/upload.ts';

/** A row of the list: an upload, a job, or both. */
export interface Row {
  key: string;
  upload?: Upload;
  job?: JobSummary;
}

const RANK = { sending: 0, failed: 1, queued: 2, canceled: 2, sent: 2 } as const;

/**
 * Merges uploads and jobs into rows. Uploads that the server does not list yet come first: those being sent, then failed
 * ones, then the others, newest first. The jobs follow in the server's order.
 */
export function mergeRows(uploads: readonly Upload[], jobs: readonly JobSummary[]): Row[] {
  const listedIds = new Set(jobs.map(({ jobId }) => jobId));
  const uploadsByRef = new Map(uploads.map((upload) => [upload.clientRef, upload]));
  const unlisted = uploads
    .filter(({ jobId }) => jobId === undefined || !listedIds.has(jobId))
    .map((upload): Row & { upload: Upload } => ({ key: upload.clientRef, upload }))
    .reverse()
    .sort((a, b) => RANK[a.upload.state] - RANK[b.upload.state]);
  const listed = jobs.map((job): Row => {
    const upload = job.clientRef === undefined ? undefined : uploadsByRef.get(job.clientRef);
    return { key: upload?.clientRef ?? job.jobId, job, ...(upload ? { upload } : {}) };
  });
  return [...unlisted, ...listed];
}
