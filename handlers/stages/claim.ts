import type { ObjectVersion } from '../../contract/index.ts';

/** A version of an object that is to be decoded now, for one attempt of one job. */
export interface Claim {
  jobId: string;
  tenant: string;
  attempt: number;
  source: ObjectVersion;
  size: number;
  causationId: string;
}
