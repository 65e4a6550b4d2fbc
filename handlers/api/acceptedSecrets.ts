import { createHash, timingSafeEqual } from 'node:crypto';
import type { SecretVersion } from '../adapters/secrets.ts';

/** For as long after a rotation the value before is accepted too: CloudFront takes minutes to reach every edge. */
export const OVERLAP_MS = 3_600_000;

/**
 * What a request may show.
 * @param now milliseconds since the epoch
 */
export const selectAcceptedSecrets = (
  { current, previous }: { current: SecretVersion; previous: SecretVersion | undefined },
  now: number,
): string[] => [
  current.text,
  ...(previous !== undefined && now - current.createdAt < OVERLAP_MS ? [previous.text] : []),
];

/** Compares in a time that says nothing about how much of the value is right. */
export function isAccepted(shown: string, accepted: readonly string[]): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const own = digest(shown);
  return accepted.map((text) => timingSafeEqual(own, digest(text))).includes(true);
}
