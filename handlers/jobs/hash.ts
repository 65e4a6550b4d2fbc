import { createHash } from 'node:crypto';

/** Returns 128 bits of SHA-256 over the parts, as 32 hexadecimal digits. JSON distinguishes 'a','b' from 'ab'. */
export const hash128 = (...parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** Returns the SHA-256 of a text in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
