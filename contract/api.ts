import * as z from 'zod';
import { AnalyzerName, ClientKey, Instant, JobId } from './ids.ts';
import { JobSummary } from './job.ts';

/** Body of `POST /jobs`: 1 to 100 files. `batch` and `clientRef` are opaque keys that the client chooses. */
export const CreateJobsRequest = z
  .strictObject({
    batch: ClientKey.optional(),
    files: z
      .array(
        z.strictObject({
          clientRef: ClientKey.optional(),
          size: z
            .number()
            .int()
            .min(0)
            .max(5_368_709_120)
            .optional()
            .meta({ description: 'Size in bytes, if known.' }),
          analyzers: z.array(AnalyzerName).max(100).optional().meta({
            description:
              'The analyzers of this file; `[]` only decodes it. A name that the stack does not have is answered with 400, `unknown-analyzer`. Default: every analyzer of the stack.',
          }),
        }),
      )
      .min(1)
      .max(100),
  })
  .meta({ id: 'CreateJobsRequest' });

/** A presigned S3 POST: send `multipart/form-data` with every field as given, then the file as the last field, `file`. */
export const PresignedUpload = z
  .object({ url: z.url(), fields: z.record(z.string(), z.string()) })
  .meta({ id: 'PresignedUpload' });

export const CreateJobsResponse = z
  .object({
    jobs: z.array(z.object({ jobId: JobId, clientRef: ClientKey.optional(), upload: PresignedUpload })),
  })
  .meta({ id: 'CreateJobsResponse' });

const Link = z.object({ url: z.url(), expiresAt: Instant });

/** Response of `POST /jobs/{jobId}/links`: new short-lived URLs. `source` is absent until a file is uploaded. */
export const LinksResponse = z
  .object({
    source: Link.optional(),
    renditions: z.array(Link.extend({ frame: z.number().int().min(0) })),
  })
  .meta({ id: 'LinksResponse' });

/** Body of `POST /links`. */
export const BatchLinksRequest = z
  .strictObject({ jobIds: z.array(JobId).min(1).max(500) })
  .meta({ id: 'BatchLinksRequest' });

/** Response of `POST /links`: by job id what `POST /jobs/{jobId}/links` answers. Unknown jobs are absent. */
export const BatchLinksResponse = z
  .object({
    links: z.record(JobId, LinksResponse),
    remaining: z
      .array(JobId)
      .optional()
      .meta({ description: 'Jobs that did not fit into the response. Ask for them again.' }),
  })
  .meta({ id: 'BatchLinksResponse' });

/** Converts decimal digits to a number. `Number` would also accept '0x10', ' 7 ' and an empty string. */
const decimal = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

/** Query parameters of `GET /jobs`, which lists jobs without results, newest first. */
export const ListJobsQuery = z.strictObject({
  batch: ClientKey.optional(),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,512}$/)
    .optional(),
  limit: z.preprocess(decimal, z.number().int().min(1).max(100)).default(50),
});

export const ListJobsResponse = z
  .object({ jobs: z.array(JobSummary), cursor: z.string().optional() })
  .meta({ id: 'ListJobsResponse' });

/** Body of `POST /jobs/{jobId}/retry`, which may be absent. */
export const RetryRequest = z
  .strictObject({
    analyzers: z.array(AnalyzerName).min(1).max(100).optional().meta({
      description:
        'Analyzers that failed or have not run. Only these run, on the existing renditions. By default the image is decoded and analyzed again.',
    }),
  })
  .meta({ id: 'RetryRequest' });

/** Response of the retry and delete requests (202): the job and its current attempt. */
export const AcceptedResponse = z
  .object({ jobId: JobId, attempt: z.number().int().min(1) })
  .meta({ id: 'AcceptedResponse' });

/** The `Idempotency-Key` header, chosen by the client. For a day, the same key and body return the same jobs. */
export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,128}$/);

/** The header by which CloudFront proves to the API that a request came through it. Its value is a shared secret. */
export const ORIGIN_HEADER = 'x-origin-verify';

/** An error as `application/problem+json` (RFC 9457). Programs can rely on `code`. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
  })
  .meta({ id: 'Problem' });

export type CreateJobsRequest = z.infer<typeof CreateJobsRequest>;
export type CreateJobsResponse = z.infer<typeof CreateJobsResponse>;
export type PresignedUpload = z.infer<typeof PresignedUpload>;
export type LinksResponse = z.infer<typeof LinksResponse>;
export type BatchLinksResponse = z.infer<typeof BatchLinksResponse>;
export type ListJobsResponse = z.infer<typeof ListJobsResponse>;
export type RetryRequest = z.infer<typeof RetryRequest>;
export type AcceptedResponse = z.infer<typeof AcceptedResponse>;
export type Problem = z.infer<typeof Problem>;
