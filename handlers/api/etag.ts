/** Returns a strong entity tag. */
export const createEtag = (...parts: readonly (string | number)[]): string => `"${parts.join('-')}"`;

/** Returns true if `If-None-Match` lists the tag, by weak comparison (RFC 9110 13.1.2). */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag);
}
