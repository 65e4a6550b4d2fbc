import type { JobSummary } from '../../contract/job.ts';
import type { Upload } from '../controllers/uploadController.ts';

/** A line of the list: an upload, a job, or both. */
export interface Row {
  key: string;
  upload?: Upload;
  job?: JobSummary;
}

/** Uploads that the server does not list yet, the last added first; then the jobs in the server's order. */
export function rowsOf(
  uploads: readonly Upload[],
  jobs: readonly JobSummary[],
  names: ReadonlyMap<string, Upload>,
): Row[] {
  const listed = new Set(jobs.map(({ jobId }) => jobId));
  const ahead = uploads
    .filter(({ jobId }) => jobId === undefined || !listed.has(jobId))
    .map((upload): Row => ({ key: upload.clientRef, upload }))
    .reverse();
  const known = jobs.map((job): Row => {
    const upload = job.clientRef === undefined ? undefined : names.get(job.clientRef);
    return { key: upload?.clientRef ?? job.jobId, job, ...(upload ? { upload } : {}) };
  });
  return [...ahead, ...known];
}
