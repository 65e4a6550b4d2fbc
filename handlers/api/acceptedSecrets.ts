import { createHash, timingSafeEqual } from 'node:crypto';
import type { SecretVersion } from '../adapters/secrets.ts';

/** The time after a rotation in which the previous value is accepted: CloudFront takes minutes to reach every edge. */
export const OVERLAP_MS = 3_600_000;

/**
 * Returns the values that a request may present.
 * @param now milliseconds since the epoch
 */
export const selectAcceptedSecrets = (
  { current, previous }: { current: SecretVersion; previous: SecretVersion | undefined },
  now: number,
): string[] => [
  current.text,
  ...(previous !== undefined && now - current.createdAt < OVERLAP_MS ? [previous.text] : []),
];

/** Compares in constant time, so that the duration reveals nothing about the secret. */
export function isAccepted(presented: string, accepted: readonly string[]): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const presentedDigest = digest(presented);
  return accepted.map((text) => timingSafeEqual(presentedDigest, digest(text))).includes(true);
}
