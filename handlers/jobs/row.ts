import type { ImageSummary, JobError, Rendition, Warning } from '../../contract/index.ts';

/** The common part of every fact: its attempt, its event, and the event's time. */
export interface Fact {
  attempt: number;
  eventId: string;
  at: string;
  /** The attempt in which it happened, if a retry of other analyzers took it over. The keys of its objects have this attempt. */
  origin?: number;
}

/** A rendition, and a digest of its JPEG, by which a later attempt recognises the same picture. */
export type StoredRendition = Rendition & { digest?: string | undefined };

/** The uploaded object. It outlives retries, so its attempt is always 1. */
export interface SourceFact extends Fact {
  versionId: string;
  size: number;
}

/** The outcome of decoding: the image and its renditions, or the reason for its rejection. */
export type DecodeFact = Fact &
  (
    | {
        outcome: 'decoded';
        image: ImageSummary;
        renditions: StoredRendition[];
        analyzers: string[];
        warnings: Warning[];
      }
    | { outcome: 'rejected'; error: JobError }
  );

/** An analyzer reported its result document. */
export interface AnalysisFact extends Fact {
  labels: number;
  text: number;
  /** The document's S3 version when it was last read. */
  version?: string;
  /** The reason why the document cannot be used. */
  error?: JobError;
}

/** A stage's last retry failed, or time ran out. */
export interface FailureFact extends Fact {
  error: JobError;
}

export type AnalysisSlot = `analysis:${string}`;
export type FailureSlot =
  `failure:decode` | `failure:deadline` | `failure:upload` | `failure:analysis:${string}`;
export type SlotName = 'source' | 'decode' | AnalysisSlot | FailureSlot;

/** The facts of a job. The slots are flat because DynamoDB cannot update a path inside an absent map. */
export type Slots = { source?: SourceFact; decode?: DecodeFact } & Record<
  AnalysisSlot,
  AnalysisFact | undefined
> &
  Record<FailureSlot, FailureFact | undefined>;

/** The attributes of a job's item besides its facts. */
interface Attributes {
  pk: string;
  jobId: string;
  tenant: string;
  owner: string;
  clientRef?: string;
  batch?: string;
  /** The analyzers that the sender chose. Default all that are configured. */
  analyzers?: string[];
  createdAt: string;
  updatedAt: string;
  attempt: number;
  rev: number;
  sourceKey: string;
  uploadExpiresAt: string;
  deadline: string;
  ttl: number;
  announced?: string;
  tenantKey?: string;
  batchKey?: string;
  createdKey?: string;
  dueShard?: string;
  dueAt?: string;
  deletedAt?: undefined;
}

/** A job's item in the table. */
export type JobRow = Attributes & Partial<Slots>;

/** The rest of a deleted job, which allows erasure to repeat and late events to be rejected. */
export interface Tombstone {
  pk: string;
  jobId: string;
  tenant: string;
  attempt: number;
  rev: number;
  sourceKey: string;
  sourceVersionId?: string;
  createdAt: string;
  updatedAt: string;
  deletedAt: string;
  sweeps: number;
  ttl: number;
  dueShard?: string;
  dueAt?: string;
}

export type StoredJob = JobRow | Tombstone;

/** Returns true for a deleted job. */
export const isTombstone = (stored: StoredJob): stored is Tombstone => stored.deletedAt !== undefined;

export const jobPk = (jobId: string): string => `job#${jobId}`;

/** Returns the sweeper's index partition of a job. */
export const chooseDueShard = (jobId: string): string =>
  String(Number.parseInt(jobId.slice(-2), 16) % DUE_SHARDS);

/** The number of partitions of the sweeper's index. */
export const DUE_SHARDS = 16;
