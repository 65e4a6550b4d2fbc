/** Read and digested at once: a browser digests no stream, and a study's file may be larger than its memory. */
const PART_BYTES = 4 * 2 ** 20;

/**
 * Tells files apart by all of their content: 32 hexadecimal digits of a salted SHA-256 over the digests of its parts, so
 * that the same file in another session has another one. Undefined where the page has no secure context, and with it no
 * digests.
 *
 * @throws DOMException where the file cannot be read any more
 */
export async function fingerprintFile(file: Blob, salt: string): Promise<string | undefined> {
  if (!isSecureContext) return undefined;
  const parts: ArrayBuffer[] = [];
  for (let from = 0; from < file.size; from += PART_BYTES)
    parts.push(await digest(file.slice(from, from + PART_BYTES)));
  const whole = new Uint8Array(await digest(new Blob([`${salt}:${file.size}:`, ...parts])));
  return Array.from(whole.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const digest = async (bytes: Blob): Promise<ArrayBuffer> =>
  crypto.subtle.digest('SHA-256', await bytes.arrayBuffer());
