/** `/config.json`, as the stack writes it beside the page. */
export interface PortalConfig {
  apiUrl: string;
  /** Of the OpenID provider. */
  issuer: string;
  clientId: string;
  /** Some providers issue access tokens for an API only where it is named. */
  audience?: string;
  scope: string;
}

/** @throws Error when the stack's configuration is missing or incomplete */
export async function readConfig(): Promise<PortalConfig> {
  const response = await fetch('/config.json', { cache: 'no-store' });
  if (!response.ok) throw new Error(`/config.json answered ${response.status}: deploy the stack again.`);
  const config = (await response.json()) as Partial<PortalConfig>;
  for (const name of ['apiUrl', 'issuer', 'clientId', 'scope'] as const)
    if (!config[name]) throw new Error(`/config.json has no ${name}: deploy the stack again.`);
  return config as PortalConfig;
}
