import * as z from 'zod';
import { type CreateJobsRequest, IdempotencyKey } from '../../contract/index.ts';
import { putIfAbsent, readItem } from '../adapters/jobsTable.ts';
import { sha256 } from '../jobs/hash.ts';
import { randomId } from '../jobs/ids.ts';
import { ProblemError } from './problemError.ts';
import { validate } from './validateRequest.ts';

/** The lifetime of a key, in seconds. */
const KEY_LIFETIME_SECONDS = 86_400;

const StoredKey = z.object({ seed: z.string(), request: z.string() });

/**
 * Returns the seed of a request's job ids. It is random, but a repeat of the same Idempotency-Key and body gets the
 * first request's seed. Throws 422 if the key was used with another body.
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
  const ttl = Math.floor(Date.now() / 1000) + KEY_LIFETIME_SECONDS;
  if (await putIfAbsent({ pk, seed, request, ttl })) return seed;
  const stored = StoredKey.parse(await readItem(pk));
  if (stored.request !== request) {
    throw new ProblemError(
      422,
      'idempotency-key-reused',
      'This Idempotency-Key was already used with another body. Use a new key for a new request.',
    );
  }
  return stored.seed;
}
