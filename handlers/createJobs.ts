import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { type CreateJobsResponse, CreateJobsRequest, uploadKey } from '../contract/index.ts';
import { extendUpload, putIfAbsent } from './adapters/jobsTable.ts';
import { presignUpload } from './adapters/presign.ts';
import { jsonResponse } from './api/response.ts';
import type { Caller } from './api/caller.ts';
import { readOrCreateSeed } from './api/readOrCreateSeed.ts';
import { validateBody } from './api/validateRequest.ts';
import { ProblemError } from './api/problemError.ts';
import { route } from './api/route.ts';
import { listVariable, numberVariable, textVariable } from './support/environment.ts';
import { mapWithConcurrency } from './support/mapWithConcurrency.ts';
import { seededJobId } from './jobs/ids.ts';
import { createRow } from './jobs/createRow.ts';
import { metrics } from './support/powertools.ts';

const bucket = textVariable('UPLOADS_BUCKET');
const maxBytes = numberVariable('MAX_UPLOAD_BYTES');
const uploadSeconds = numberVariable('UPLOAD_EXPIRES_SECONDS');
const deadlineSeconds = numberVariable('JOB_DEADLINE_SECONDS');
const retentionDays = numberVariable('JOB_RETENTION_DAYS');

const configured = listVariable('ANALYZERS');

/** Concurrent writes to the table. A request for 100 files writes 100 rows. */
const CONCURRENCY = 10;

type Created = CreateJobsResponse['jobs'][number];

/** Handles `POST /jobs`: creates a job and a presigned upload for each file. */
export const handler = route(async (event, caller) => {
  const request = validateBody(event, CreateJobsRequest);
  assertAnalyzers(request);
  const seed = await readOrCreateSeed(event.headers['idempotency-key'], caller.tenant, request);
  const jobs = await mapWithConcurrency(request.files, CONCURRENCY, (file, index) =>
    createJob(caller, seededJobId(seed, index), request.batch, file),
  );
  metrics.addMetric('JobsCreated', MetricUnit.Count, jobs.length);
  return jsonResponse(201, { jobs } satisfies CreateJobsResponse);
});

async function createJob(
  { tenant, owner }: Caller,
  jobId: string,
  batch: string | undefined,
  { clientRef, analyzers }: CreateJobsRequest['files'][number],
): Promise<Created> {
  const sourceKey = uploadKey(tenant, jobId);
  const timing = { now: Date.now(), uploadSeconds, deadlineSeconds, retentionDays };
  const row = createRow({ jobId, tenant, owner, clientRef, batch, analyzers, sourceKey, ...timing });
  const created = await putIfAbsent(row);
  // A repeated request gets a new form, so the job must wait as long as that form is valid.
  if (!created) await extendUpload(jobId, row.uploadExpiresAt, row.deadline, row.dueAt!);
  const upload = await presignUpload(bucket, sourceKey, maxBytes, uploadSeconds);
  return { jobId, ...(clientRef === undefined ? {} : { clientRef }), upload };
}

/** Throws 400 if a file names an analyzer that the stack does not have. */
function assertAnalyzers({ files }: CreateJobsRequest): void {
  const unknown = files.flatMap(({ analyzers = [] }) => analyzers).find((name) => !configured.includes(name));
  if (unknown === undefined) return;
  throw new ProblemError(
    400,
    'unknown-analyzer',
    `This stack has no analyzer '${unknown}'. It has: ${configured.join(', ') || 'none'}.`,
  );
}
