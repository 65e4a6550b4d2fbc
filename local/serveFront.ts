import { join } from 'node:path';
import type { Addresses } from './addresses.ts';
import type { FunctionLog } from './functionLog.ts';
import type { Graph } from './graph/graph.ts';
import { hospitalListener } from './hospital/server.ts';
import { apiSettingsOf } from './http/apiSettings.ts';
import { HttpApi } from './http/httpApi.ts';
import { siteListener } from './http/site.ts';
import { siteSettingsOf } from './http/siteSettings.ts';
import type { Functions } from './lambda/functions.ts';
import { InvokePermissions } from './lambda/permissions.ts';
import { oidcListener } from './oidc/server.ts';
import type { StartOptions } from './options.ts';
import type { LocalOutputs } from './outputs.ts';
import { readSiteObject } from './readSiteObject.ts';
import type { LocalServices } from './services/createServices.ts';

/** What the servers that people see need. */
export interface FrontOptions {
  readonly graph: Graph;
  readonly services: LocalServices;
  readonly functions: Functions;
  readonly addresses: Addresses;
  readonly outputs: LocalOutputs;
  readonly log: FunctionLog;
  readonly options: StartOptions;
  readonly audience: string;
  readonly clientId: string;
}

const TENANTS = ['demo', 'hospital', 'research'];
const HOSPITAL = 'hospital';

function httpApi({ graph, functions, log }: FrontOptions): HttpApi | undefined {
  const settings = apiSettingsOf(graph);
  if (settings === undefined) return undefined;
  const permissions = new InvokePermissions(graph);
  return new HttpApi(settings, {
    invoke: async (functionArn, sourceArn, event) => {
      permissions.check(functionArn, 'apigateway.amazonaws.com', sourceArn);
      return functions.invoke(functionArn, event);
    },
    accessLog: (line) => log.append('access', line),
    now: () => Date.now(),
  });
}

/** Serves the portal with the API beside it, the issuer and the hospital. */
export async function serveFront(front: FrontOptions): Promise<void> {
  const { graph, services, addresses, outputs, options, audience, clientId } = front;
  const settings = siteSettingsOf(graph);
  if (settings === undefined) throw new Error('The program makes no CloudFront distribution to serve');
  addresses.portal.serve(
    siteListener({ settings, api: httpApi(front), readObject: readSiteObject(graph, services) }),
  );
  addresses.oidc.serve(
    await oidcListener({
      issuer: addresses.issuerUrl,
      audience: options.config.oidcAudience ?? audience,
      tenantClaim: options.config.tenantClaim ?? 'tenant',
      keyFile: join(options.dataDir, 'oidc-key.json'),
      client: { clientId: options.config.oidcClientId ?? clientId, redirectOrigins: [outputs.portalUrl] },
      tenants: TENANTS,
    }),
  );
  addresses.hospital.serve(
    hospitalListener({
      portalUrl: outputs.portalUrl,
      apiUrl: outputs.apiUrl,
      tokenUrl: outputs.tokenUrl,
      storageUrl: addresses.awsEndpointUrl,
      tenant: HOSPITAL,
    }),
  );
}
