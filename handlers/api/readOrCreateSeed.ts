import * as z from 'zod';
import { type CreateJobsRequest, IdempotencyKey } from '../../contract/index.ts';
import { putIfAbsent, readItem } from '../adapters/jobsTable.ts';
import { sha256 } from '../jobs/hash.ts';
import { randomId } from '../jobs/ids.ts';
import { ProblemError } from './problemError.ts';
import { validate } from './validateRequest.ts';

/** How long a key is remembered, in seconds. */
const REMEMBERED = 86_400;

const Kept = z.object({ seed: z.string(), request: z.string() });

/**
 * The seed that a request's job ids come from: random, and for a repeat of the same key and body the one of the first
 * time, kept by a conditional put. Throws 422 where the key was used with another body.
 */
export async function readOrCreateSeed(
  header: string | undefined,
  tenant: string,
  body: CreateJobsRequest,
): Promise<string> {
  const seed = randomId();
  if (header === undefined) return seed;
  const key = validate(header, IdempotencyKey, 'Idempotency-Key');
  const pk = `idem#${tenant}#${sha256(key)}`;
  const request = sha256(JSON.stringify(body));
  const ttl = Math.floor(Date.now() / 1000) + REMEMBERED;
  if (await putIfAbsent({ pk, seed, request, ttl })) return seed;
  const kept = Kept.parse(await readItem(pk));
  if (kept.request !== request) {
    throw new ProblemError(
      422,
      'idempotency-key-reused',
      'This Idempotency-Key was used with another body. Take a new key for a new request.',
    );
  }
  return kept.seed;
}
