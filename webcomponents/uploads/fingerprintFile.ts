/** The size of one digested part: WebCrypto digests no streams, and a file may not fit into memory. */
const PART_BYTES = 4 * 2 ** 20;

/**
 * Returns 32 hexadecimal digits of a salted SHA-256 of the file's content. The salt differs by session, so that
 * fingerprints cannot be linked across sessions. Returns undefined without a secure context, which WebCrypto needs.
 *
 * @throws DOMException if the file can no longer be read
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
