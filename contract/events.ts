import * as z from 'zod';
import { AnalyzerName, Attempt, EventId, Instant, JobId, Tenant } from './ids.ts';
import { ImageSummary, JobError, Rendition, Warning } from './image.ts';
import { AnalysisState, TerminalState } from './job.ts';

/** The source of this project's events. A third-party analyzer uses `dicom-analyzer.<name>`. */
export const EVENT_SOURCE = 'dicom-analyzer';

/** Metadata that every event carries. */
export const EventMetadata = z
  .object({
    version: z.literal(1),
    eventId: EventId,
    jobId: JobId,
    attempt: Attempt,
    tenant: Tenant,
    time: Instant,
    causationId: z
      .string()
      .max(128)
      .meta({ description: 'The id of the event or request that caused this event.' }),
  })
  .meta({ id: 'EventMetadata' });

/** S3 limits a bucket name to 63 characters, and a key or a version id to 1,024 bytes (S3 User Guide). */
const Bucket = z.string().max(63);
const Key = z.string().max(1024);

/** One version of an S3 object. */
export const ObjectVersion = z
  .object({ bucket: Bucket, key: Key, versionId: z.string().max(1024) })
  .meta({ id: 'ObjectVersion' });

const data = {
  'Image Decoded': z.object({
    source: ObjectVersion,
    image: ImageSummary,
    renditions: z
      .array(
        Rendition.extend({
          bucket: Bucket,
          key: Key,
          digest: z
            .string()
            .regex(/^[0-9a-f]{32}$/)
            .optional()
            .meta({ description: "A digest of the JPEG's bytes: equal pictures have equal digests." }),
        }),
      )
      .min(1)
      .max(100),
    analyzers: z
      .array(AnalyzerName)
      .max(100)
      .meta({ description: 'The analyzers whose results this job waits for.' }),
    warnings: z.array(Warning).max(50),
  }),
  'Image Rejected': z.object({ source: ObjectVersion, error: JobError }),
  'Image Analyzed': z.object({
    analyzer: AnalyzerName,
    result: z.object({ bucket: Bucket, key: Key }),
    counts: z.object({ labels: z.number().int().min(0), text: z.number().int().min(0) }),
  }),
  'Image Failed': z.object({
    stage: z.enum(['decode', 'analysis']),
    analyzer: AnalyzerName.optional(),
    error: JobError,
  }),
  'Job Completed': z.object({ state: TerminalState, analyses: z.record(AnalyzerName, AnalysisState) }),
  'Job Retried': z.object({
    source: ObjectVersion,
    analyzers: z
      .array(AnalyzerName)
      .max(100)
      .optional()
      .meta({ description: 'The analyzers that run again. Absent if the image is decoded again.' }),
  }),
  'Job Deleted': z.object({
    source: ObjectVersion.partial({ versionId: true }),
    sweep: z.number().int().min(0),
  }),
} as const;

/** The detail-types of the events, all in the past tense. */
export type DetailType = keyof typeof data;

/** Returns the schema of the `detail` of one detail-type. */
export const detailSchema = <T extends DetailType>(type: T) =>
  z.object({ metadata: EventMetadata, data: data[type] });

/** The `detail` of an event. It holds references and counts only. */
export interface Detail<T extends DetailType> {
  metadata: EventMetadata;
  data: z.infer<(typeof data)[T]>;
}

export const DETAIL_TYPES = Object.keys(data) as DetailType[];
export type EventMetadata = z.infer<typeof EventMetadata>;
export type ObjectVersion = z.infer<typeof ObjectVersion>;
