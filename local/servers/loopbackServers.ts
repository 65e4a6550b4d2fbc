import { LoopbackServer } from './loopbackServer.ts';

/** The four servers of the local cloud, listening before anything is served: the program needs their addresses. */
export interface LoopbackServers {
  readonly portal: LoopbackServer;
  readonly hospital: LoopbackServer;
  readonly aws: LoopbackServer;
  readonly oidc: LoopbackServer;
  readonly portalUrl: string;
  readonly hospitalUrl: string;
  /** By address, not by name: the SDK then asks S3 path-style. */
  readonly awsEndpointUrl: string;
  readonly issuerUrl: string;
}

/** Takes four ports in a row from `port`, or four free ones for 0. */
export async function openLoopbackServers(port: number): Promise<LoopbackServers> {
  const [portal, hospital, aws, oidc] = [
    new LoopbackServer(),
    new LoopbackServer(),
    new LoopbackServer(),
    new LoopbackServer(),
  ];
  const at = (index: number) => (port === 0 ? 0 : port + index);
  return {
    portal,
    hospital,
    aws,
    oidc,
    portalUrl: `http://localhost:${await portal.listen(at(0))}`,
    hospitalUrl: `http://localhost:${await hospital.listen(at(1))}`,
    awsEndpointUrl: `http://127.0.0.1:${await aws.listen(at(2))}`,
    issuerUrl: `http://localhost:${await oidc.listen(at(3))}`,
  };
}
