import { join } from 'node:path';
import type { LoopbackServers } from './servers/loopbackServers.ts';
import type { LogFiles } from './dataDirectory/logFiles.ts';
import type { Graph } from './graph/graph.ts';
import { createHospitalListener } from './hospital/createHospitalListener.ts';
import { readApiSettings } from './apiGateway/apiSettings.ts';
import { HttpApi } from './apiGateway/httpApi.ts';
import { createSiteListener } from './cloudFront/site.ts';
import { readSiteSettings } from './cloudFront/siteSettings.ts';
import type { Functions } from './lambda/functions.ts';
import { InvokePermissions } from './iam/invokePermissions.ts';
import { createOidcListener } from './oidc/createOidcListener.ts';
import type { LocalOutputs } from './dataDirectory/localOutputs.ts';
import { readSiteObject } from './cloudFront/readSiteObject.ts';
import type { LocalServices } from './services/createServices.ts';

/** What the servers that people see need. */
export interface WebsiteOptions {
  readonly graph: Graph;
  readonly services: LocalServices;
  readonly functions: Functions;
  readonly addresses: LoopbackServers;
  readonly outputs: LocalOutputs;
  readonly log: LogFiles;
  readonly options: { readonly config: Readonly<Record<string, string>>; readonly dataDir: string };
  readonly audience: string;
  readonly clientId: string;
}

const TENANTS = ['demo', 'hospital', 'research'];
const HOSPITAL = 'hospital';

function httpApi({ graph, functions, log }: WebsiteOptions): HttpApi | undefined {
  const settings = readApiSettings(graph);
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
export async function serveWebsites(front: WebsiteOptions): Promise<void> {
  const { graph, services, addresses, outputs, options, audience, clientId } = front;
  const settings = readSiteSettings(graph);
  if (settings === undefined) throw new Error('The program makes no CloudFront distribution to serve');
  addresses.portal.serve(
    createSiteListener({ settings, api: httpApi(front), readObject: readSiteObject(graph, services) }),
  );
  addresses.oidc.serve(
    await createOidcListener({
      issuer: addresses.issuerUrl,
      audience: options.config.oidcAudience ?? audience,
      tenantClaim: options.config.tenantClaim ?? 'tenant',
      keyFile: join(options.dataDir, 'oidc-key.json'),
      client: { clientId: options.config.oidcClientId ?? clientId, redirectOrigins: [outputs.portalUrl] },
      tenants: TENANTS,
    }),
  );
  addresses.hospital.serve(
    createHospitalListener({
      portalUrl: outputs.portalUrl,
      apiUrl: outputs.apiUrl,
      tokenUrl: outputs.tokenUrl,
      storageUrl: addresses.awsEndpointUrl,
      tenant: HOSPITAL,
    }),
  );
}
