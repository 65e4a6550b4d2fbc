import { LoopbackServer } from './loopbackServer.ts';

/** The four servers of the local cloud. They listen before the program runs, since it needs their addresses. */
export interface LoopbackServers {
  readonly portal: LoopbackServer;
  readonly hospital: LoopbackServer;
  readonly aws: LoopbackServer;
  readonly oidc: LoopbackServer;
  readonly portalUrl: string;
  readonly hospitalUrl: string;
  /** An address instead of a name, so that the SDK sends path-style requests to S3. */
  readonly awsEndpointUrl: string;
  readonly issuerUrl: string;
}

/** Listens on four ports in a row from `port`, or on four free ones for 0. */
export async function openLoopbackServers(port: number): Promise<LoopbackServers> {
  const servers = [new LoopbackServer(), new LoopbackServer(), new LoopbackServer(), new LoopbackServer()];
  const [portal, hospital, aws, oidc] = servers as [
    LoopbackServer,
    LoopbackServer,
    LoopbackServer,
    LoopbackServer,
  ];
  const portAt = (index: number): number => (port === 0 ? 0 : port + index);
  try {
    return {
      portal,
      hospital,
      aws,
      oidc,
      portalUrl: `http://localhost:${await portal.listen(portAt(0))}`,
      hospitalUrl: `http://localhost:${await hospital.listen(portAt(1))}`,
      awsEndpointUrl: `http://127.0.0.1:${await aws.listen(portAt(2))}`,
      issuerUrl: `http://localhost:${await oidc.listen(portAt(3))}`,
    };
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()));
    throw error;
  }
}
