import { msg, str } from '@lit/localize';

/** The content of `/config.json`, which the stack writes beside the page. */
export interface PortalConfig {
  apiUrl: string;
  /** The issuer URL of the OpenID provider. */
  issuer: string;
  clientId: string;
  /** Some providers issue access tokens for an API only if the request names its audience. */
  audience?: string;
  scope: string;
}

/**
 * Reads the portal's configuration.
 *
 * @throws Error if the configuration is missing or incomplete
 */
export async function readConfig(): Promise<PortalConfig> {
  const response = await fetch('/config.json', { cache: 'no-store' });
  if (!response.ok)
    throw new Error(
      msg(str`/config.json cannot be read (status ${response.status}). Deploy the stack again.`, {
        id: 'portal-no-config',
      }),
    );
  const config = (await response.json()) as Partial<PortalConfig>;
  for (const name of ['apiUrl', 'issuer', 'clientId', 'scope'] as const)
    if (!config[name])
      throw new Error(
        msg(str`/config.json lacks '${name}'. Deploy the stack again.`, { id: 'portal-config-lacks' }),
      );
  return config as PortalConfig;
}
