import { createHmac } from 'node:crypto';

/**
 * Returns an HMAC that replaces a Series Instance UID. Slices of one series share it within a tenant, and it reveals
 * nothing without the secret. Each tenant's key is derived from the secret.
 */
export function computeSeriesMac(secret: string, tenant: string, seriesUid: string): string {
  const tenantKey = createHmac('sha256', secret).update(tenant).digest();
  return createHmac('sha256', tenantKey).update(seriesUid).digest('base64url').slice(0, 22);
}
