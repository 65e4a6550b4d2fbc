import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { RuntimeApi } from '../../../local/lambda/runtimeApi.ts';
import { openLoopbackServers } from '../../../local/servers/loopbackServers.ts';

/** Sends a request with a Host header and returns the status. */
async function statusFor(url: string, host: string): Promise<number | undefined> {
  const sent = request(url, { headers: { host } }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

describe('the servers of the local cloud', () => {
  it('refuse requests under a foreign name, which a page may have given the loopback address', async () => {
    const servers = await openLoopbackServers(0);
    const { portal, hospital, aws, oidc } = servers;
    const all = [portal, hospital, aws, oidc];
    for (const server of all) server.serve((_request, response) => response.end('secret'));
    const runtime = new RuntimeApi();
    await runtime.listen();
    const runtimeUrl = `http://${runtime.register('one', { next: () => undefined, response: () => undefined, error: () => undefined })}`;
    try {
      const { portalUrl, hospitalUrl, awsEndpointUrl, issuerUrl } = servers;
      for (const url of [portalUrl, hospitalUrl, awsEndpointUrl, issuerUrl]) {
        const { port } = new URL(url);
        for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, 'LOCALHOST', `[::1]:${port}`])
          assert.equal(await statusFor(url, host), 200, host);
        for (const host of [
          'foreign.test',
          `foreign.test:${port}`,
          'localhost.foreign.test',
          '127.0.0.1.nip.io',
        ])
          assert.equal(await statusFor(url, host), 421, host);
      }
      assert.equal(await statusFor(`${runtimeUrl}/nothing`, 'foreign.test'), 421);
      assert.equal(await statusFor(`${runtimeUrl}/nothing`, 'localhost'), 404);
    } finally {
      await Promise.all(all.map((server) => server.close()));
      await runtime.close();
    }
  });
});
