/** Returns 128 random bits as 32 hexadecimal digits, for a `clientRef`, a `batch` or an idempotency key. */
export function createRandomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
