import { randomBytes } from 'node:crypto';
import type { DetailType } from '../../contract/index.ts';
import { hash128, sha256 } from './hash.ts';

/** 128 random bits: neither a job's id nor its keys can be guessed. */
export const randomId = (): string => randomBytes(16).toString('hex');

/** The id of the nth job of one request: unguessable as its seed is, and the same for a repeat. */
export const seededJobId = (seed: string, index: number): string => hash128('job', seed, index);

/** The id of the job for an object under `incoming/`: a function of bucket, key and version. */
export const incomingJobId = (bucket: string, key: string, versionId: string): string =>
  sha256(`${bucket}/${key}/${versionId}`).slice(0, 32);

/** An event's id, a pure function of what happened, so that a repeat is recognised as one. */
export const createEventId = (
  type: DetailType,
  jobId: string,
  attempt: number,
  ...what: readonly (string | number)[]
): string => hash128(type, jobId, attempt, ...what);
