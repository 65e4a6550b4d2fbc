import { createHash } from 'node:crypto';

/** Returns the hash by which a page pins a file (W3C Subresource Integrity). */
export const integrityOf = (contents: Uint8Array): string =>
  `sha384-${createHash('sha384').update(contents).digest('base64')}`;
