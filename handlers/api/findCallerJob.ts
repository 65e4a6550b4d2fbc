import { JobId } from '../../contract/index.ts';
import { readJob } from '../adapters/jobsTable.ts';
import { isTombstone, type JobRow } from '../jobs/row.ts';
import type { ApiEvent, Caller } from './caller.ts';
import { jobNotFound } from './problemError.ts';

/** The job that the path names, if it is the caller's tenant's and not deleted. Throws 404 otherwise. */
export async function findCallerJob(event: ApiEvent, { tenant }: Caller): Promise<JobRow> {
  const jobId = JobId.safeParse(event.pathParameters?.['jobId']);
  if (!jobId.success) throw jobNotFound();
  const row = await readJob(jobId.data);
  if (row === undefined || isTombstone(row) || row.tenant !== tenant) throw jobNotFound();
  return row;
}
