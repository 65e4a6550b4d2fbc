import { createHmac } from 'node:crypto';

/**
 * What stands for a Series Instance UID: equal for slices of one series of one tenant, and of no use to anybody who
 * has not the secret. Each tenant has a key of its own, derived from it.
 */
export function computeSeriesMac(secret: string, tenant: string, seriesUid: string): string {
  const tenantKey = createHmac('sha256', secret).update(tenant).digest();
  return createHmac('sha256', tenantKey).update(seriesUid).digest('base64url').slice(0, 22);
}
