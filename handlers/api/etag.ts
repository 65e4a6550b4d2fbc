/** A strong entity tag. */
export const createEtag = (...parts: readonly (string | number)[]): string => `"${parts.join('-')}"`;

/** Whether `If-None-Match` names the tag; weak comparison, as RFC 9110 13.1.2 wants it. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === etag);
}
