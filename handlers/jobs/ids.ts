import { randomBytes } from 'node:crypto';
import type { DetailType } from '../../contract/index.ts';
import { hash128, sha256 } from './hash.ts';

/** Returns 128 random bits, so that neither a job's id nor its keys can be guessed. */
export const randomId = (): string => randomBytes(16).toString('hex');

/** Returns the id of a request's nth job. It is as hard to guess as the seed, and the same for a repeated request. */
export const seededJobId = (seed: string, index: number): string => hash128('job', seed, index);

/** Returns the job id of an object under `incoming/`, derived from its bucket, key and version. */
export const incomingJobId = (bucket: string, key: string, versionId: string): string =>
  sha256(`${bucket}/${key}/${versionId}`).slice(0, 32);

/** Returns an event's id, derived from its content so that subscribers recognise a repeat. */
export const createEventId = (
  type: DetailType,
  jobId: string,
  attempt: number,
  ...discriminators: readonly (string | number)[]
): string => hash128(type, jobId, attempt, ...discriminators);
