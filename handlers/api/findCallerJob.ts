import { JobId } from '../../contract/index.ts';
import { readJob } from '../adapters/jobsTable.ts';
import { isTombstone, type JobRow } from '../jobs/row.ts';
import type { ApiEvent, Caller } from './caller.ts';
import { jobNotFound } from './problemError.ts';

/** Returns the job in the path. Throws 404 if it is unknown, deleted or of another tenant. */
export async function findCallerJob(event: ApiEvent, { tenant }: Caller): Promise<JobRow> {
  const jobId = JobId.safeParse(event.pathParameters?.['jobId']);
  if (!jobId.success) throw jobNotFound();
  const row = await readJob(jobId.data);
  if (row === undefined || isTombstone(row) || row.tenant !== tenant) throw jobNotFound();
  return row;
}
