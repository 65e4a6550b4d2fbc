import { createHash } from 'node:crypto';

/** 128 bits of SHA-256 over the parts, as 32 hexadecimal digits; JSON keeps 'a','b' and 'ab' apart. */
export const hash128 = (...parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

/** SHA-256 of a text, in hexadecimal. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
