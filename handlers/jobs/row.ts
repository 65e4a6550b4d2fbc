import type { ImageSummary, JobError, Rendition, Warning } from '../../contract/index.ts';

/** What every fact says: the attempt it belongs to, the event that brought it, and when. */
export interface Fact {
  attempt: number;
  eventId: string;
  at: string;
}

/** The object that arrived. It outlives a retry: attempt is always 1. */
export interface SourceFact extends Fact {
  versionId: string;
  size: number;
}

/** What decoding came to: the image and its renditions, or why it was refused. */
export type DecodeFact = Fact &
  (
    | {
        outcome: 'decoded';
        image: ImageSummary;
        renditions: Rendition[];
        analyzers: string[];
        warnings: Warning[];
      }
    | { outcome: 'rejected'; error: JobError }
  );

/** An analyzer wrote its result document. */
export interface AnalysisFact extends Fact {
  labels: number;
  text: number;
}

/** A stage gave up, or time ran out. */
export interface FailureFact extends Fact {
  error: JobError;
}

export type AnalysisSlot = `analysis:${string}`;
export type FailureSlot =
  `failure:decode` | `failure:deadline` | `failure:upload` | `failure:analysis:${string}`;
export type SlotName = 'source' | 'decode' | AnalysisSlot | FailureSlot;

/** The facts of a job, in flat slots: DynamoDB cannot update a path inside an absent map. */
export type Slots = { source?: SourceFact; decode?: DecodeFact } & Record<
  AnalysisSlot,
  AnalysisFact | undefined
> &
  Record<FailureSlot, FailureFact | undefined>;

/** A job's item in the table, but for its facts. */
interface Attributes {
  pk: string;
  jobId: string;
  tenant: string;
  owner: string;
  clientRef?: string;
  batch?: string;
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

/** A stage's claim to be the only one at work on a job, until a time in milliseconds. */
export interface Lease {
  holder: string;
  until: number;
}

/** A job's item in the table. */
export type JobRow = Attributes & Partial<Slots> & Partial<Record<`lease:${string}`, Lease>>;

/** What is left of a deleted job: enough to erase again, and to refuse whatever comes late. */
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

/** True for what is left of a deleted job. */
export const isTombstone = (stored: StoredJob): stored is Tombstone => stored.deletedAt !== undefined;

export const jobPk = (jobId: string): string => `job#${jobId}`;

/** Spreads the sweeper's index over four partitions. */
export const chooseDueShard = (jobId: string): string =>
  String(Number.parseInt(jobId.slice(-2), 16) % DUE_SHARDS);

export const DUE_SHARDS = 4;
