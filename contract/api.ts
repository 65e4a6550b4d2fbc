import * as z from 'zod';
import { ClientKey, Instant, JobId } from './ids.ts';
import { JobSummary } from './job.ts';

/** `POST /jobs`: 1 to 100 files; `batch` and `clientRef` are opaque random keys of the client's. */
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
            .meta({ description: 'Bytes, if known.' }),
        }),
      )
      .min(1)
      .max(100),
  })
  .meta({ id: 'CreateJobsRequest' });

/** A presigned POST (multipart/form-data): every field as given, then the file last, in a field called `file`. */
export const PresignedUpload = z
  .object({ url: z.url(), fields: z.record(z.string(), z.string()) })
  .meta({ id: 'PresignedUpload' });

export const CreateJobsResponse = z
  .object({
    jobs: z.array(z.object({ jobId: JobId, clientRef: ClientKey.optional(), upload: PresignedUpload })),
  })
  .meta({ id: 'CreateJobsResponse' });

const Link = z.object({ url: z.url(), expiresAt: Instant });

/** `POST /jobs/{jobId}/links`: fresh short-lived URLs; `source` is absent until something was uploaded. */
export const LinksResponse = z
  .object({
    source: Link.optional(),
    renditions: z.array(Link.extend({ frame: z.number().int().min(0) })),
  })
  .meta({ id: 'LinksResponse' });

/** A query holds text; `Number` would also read '0x10', ' 7 ' and nothing at all. */
const decimal = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;

/** `GET /jobs`: newest first, without results. */
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

/** `POST retry` and `DELETE` answer 202 with where the job stands now. */
export const AcceptedResponse = z
  .object({ jobId: JobId, attempt: z.number().int().min(1) })
  .meta({ id: 'AcceptedResponse' });

/** `Idempotency-Key`: the client's own; the same key and body give the same jobs for a day. */
export const IdempotencyKey = z.string().regex(/^[\x21-\x7e]{1,128}$/);

/** RFC 9457, `application/problem+json`; `code` is stable for programs. */
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
export type ListJobsResponse = z.infer<typeof ListJobsResponse>;
export type AcceptedResponse = z.infer<typeof AcceptedResponse>;
export type Problem = z.infer<typeof Problem>;
