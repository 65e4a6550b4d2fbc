import { ORIGIN_HEADER } from '../../contract/index.ts';
import { readSecretVersions } from '../adapters/secrets.ts';
import { optionalVariable } from '../support/environment.ts';
import { logger } from '../support/powertools.ts';
import { selectAcceptedSecrets, isAccepted } from './acceptedSecrets.ts';
import { ProblemError } from './problemError.ts';

const secretArn = optionalVariable('ORIGIN_SECRET_ARN');

/** After this the secret is read anew, in milliseconds. */
const FRESH_MS = 300_000;
/** Wrong values do not make us ask Secrets Manager more often than this, in milliseconds. */
const PAUSE_MS = 5000;

let kept: { accepted: string[]; at: number } | undefined;

/**
 * Refuses what did not come through CloudFront, and so passed by its firewall. Where the stack has no origin secret,
 * everybody passes: then the token and the throttles are the boundary.
 *
 * @throws ProblemError 403
 */
export async function requireOriginSecret(headers: Record<string, string | undefined>): Promise<void> {
  if (secretArn === undefined) return;
  const shown = headers[ORIGIN_HEADER] ?? '';
  if (isAccepted(shown, await accepted(secretArn, FRESH_MS))) return;
  // Rotated since it was read?
  if (shown !== '' && isAccepted(shown, await accepted(secretArn, PAUSE_MS))) return;
  throw new ProblemError(
    403,
    'not-through-portal',
    "The API answers at its public address only: use the stack's apiUrl.",
  );
}

async function accepted(arn: string, maxAgeMs: number): Promise<string[]> {
  const now = Date.now();
  if (kept !== undefined && now - kept.at < maxAgeMs) return kept.accepted;
  try {
    kept = { accepted: selectAcceptedSecrets(await readSecretVersions(arn), now), at: now };
  } catch (error) {
    // What was right a while ago is better than an API that is down.
    if (kept === undefined) throw error;
    logger.warn('The origin secret could not be read again', error as Error);
  }
  return kept.accepted;
}
