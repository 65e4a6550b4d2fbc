import type { ObjectVersion } from '../../contract/index.ts';

/** An object version to decode for one attempt of a job. */
export interface Claim {
  jobId: string;
  tenant: string;
  attempt: number;
  source: ObjectVersion;
  size: number;
  /** The analyzers that the sender chose, or undefined for all. */
  analyzers: string[] | undefined;
  causationId: string;
}
