import { ORIGIN_HEADER } from '../../contract/index.ts';
import { readSecretVersions } from '../adapters/secrets.ts';
import { optionalVariable } from '../support/environment.ts';
import { logger } from '../support/powertools.ts';
import { selectAcceptedSecrets, isAccepted } from './acceptedSecrets.ts';
import { ProblemError } from './problemError.ts';

const secretArn = optionalVariable('ORIGIN_SECRET_ARN');

/** The cached secret is read again after this time, in milliseconds. */
const CACHE_MS = 300_000;
/** Requests with a wrong value cause at most one call to Secrets Manager in this time, in milliseconds. */
const MIN_REFRESH_MS = 5000;

let cache: { accepted: string[]; at: number } | undefined;

/**
 * Rejects requests that bypass CloudFront and its firewall. Without an origin secret in the stack, all requests pass;
 * the token and the throttles still protect the API.
 *
 * @throws ProblemError 403
 */
export async function requireOriginSecret(headers: Record<string, string | undefined>): Promise<void> {
  if (secretArn === undefined) return;
  const presented = headers[ORIGIN_HEADER] ?? '';
  if (isAccepted(presented, await acceptedValues(secretArn, CACHE_MS))) return;
  // The secret may have been rotated since it was read.
  if (presented !== '' && isAccepted(presented, await acceptedValues(secretArn, MIN_REFRESH_MS))) return;
  throw new ProblemError(
    403,
    'not-through-portal',
    "The API accepts requests through its public address only. Use the stack's apiUrl.",
  );
}

async function acceptedValues(arn: string, maxAgeMs: number): Promise<string[]> {
  const now = Date.now();
  if (cache !== undefined && now - cache.at < maxAgeMs) return cache.accepted;
  try {
    cache = { accepted: selectAcceptedSecrets(await readSecretVersions(arn), now), at: now };
  } catch (error) {
    // An older value is better than an API that rejects every request.
    if (cache === undefined) throw error;
    logger.warn('The origin secret could not be read again', error as Error);
  }
  return cache.accepted;
}
