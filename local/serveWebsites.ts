import { join } from 'node:path';
import { readApiSettings } from './apiGateway/apiSettings.ts';
import { HttpApi } from './apiGateway/httpApi.ts';
import { readSiteObject } from './cloudFront/readSiteObject.ts';
import { createSiteListener } from './cloudFront/site.ts';
import { readSiteSettings } from './cloudFront/siteSettings.ts';
import type { LocalOutputs } from './dataDirectory/localOutputs.ts';
import type { LogFiles } from './dataDirectory/logFiles.ts';
import type { Graph } from './graph/graph.ts';
import { createHospitalListener } from './hospital/createHospitalListener.ts';
import { InvokePermissions } from './iam/invokePermissions.ts';
import type { Functions } from './lambda/functions.ts';
import { createOidcListener } from './oidc/createOidcListener.ts';
import type { LoopbackServers } from './servers/loopbackServers.ts';
import type { LocalServices } from './services/createServices.ts';

/** The options of the servers that a browser uses. */
export interface WebsiteOptions {
  readonly graph: Graph;
  readonly services: LocalServices;
  readonly functions: Functions;
  readonly servers: LoopbackServers;
  readonly outputs: LocalOutputs;
  readonly log: LogFiles;
  readonly options: { readonly config: Readonly<Record<string, string>>; readonly dataDir: string };
  readonly audience: string;
  readonly clientId: string;
}

const TENANTS = ['demo', 'hospital', 'research'];
const HOSPITAL = 'hospital';

function createHttpApi({ graph, functions, log }: WebsiteOptions): HttpApi | undefined {
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

/** Serves the portal with the API, the issuer, and the hospital's page. */
export async function serveWebsites(website: WebsiteOptions): Promise<void> {
  const { graph, services, servers, outputs, options, audience, clientId } = website;
  const settings = readSiteSettings(graph);
  if (settings === undefined) throw new Error('The program has no CloudFront distribution to serve');
  servers.portal.serve(
    createSiteListener({
      settings,
      api: createHttpApi(website),
      readObject: readSiteObject(graph, services),
    }),
  );
  servers.oidc.serve(
    await createOidcListener({
      issuer: servers.issuerUrl,
      audience: options.config.oidcAudience ?? audience,
      tenantClaim: options.config.tenantClaim ?? 'tenant',
      keyFile: join(options.dataDir, 'oidc-key.json'),
      client: { clientId: options.config.oidcClientId ?? clientId, redirectOrigins: [outputs.portalUrl] },
      tenants: TENANTS,
    }),
  );
  servers.hospital.serve(
    createHospitalListener({
      portalUrl: outputs.portalUrl,
      apiUrl: outputs.apiUrl,
      tokenUrl: outputs.tokenUrl,
      storageUrl: servers.awsEndpointUrl,
      tenant: HOSPITAL,
    }),
  );
}
