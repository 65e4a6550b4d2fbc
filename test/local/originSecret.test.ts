import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Graph } from '../../local/graph/graph.ts';
import { startLocalCloud, type LocalCloud } from '../../local/startLocalCloud.ts';
import { ORIGIN_HEADER, Problem } from '../../contract/index.ts';
import { apiEvent } from '../handlers/callHandler.ts';
import { apiClient } from '../support/apiClient.ts';

const VALUE = '7Qm2bX9eL4tR8vK1nW6zC3yH5uJ0pAsd';
const NEXT = 'f3Gh7Jk1Lm5Np9Qr2St6Uv8Wx4Yz0AbCd';

describe('a stack with an origin secret', function () {
  this.timeout(120_000);
  let cloud: LocalCloud;
  let dataDir: string;

  const start = async (transformGraph: (graph: Graph) => Graph = (graph) => graph) => {
    dataDir = mkdtempSync(join(tmpdir(), 'origin-secret-'));
    cloud = await startLocalCloud(
      { port: 0, dataDir, config: { originSecret: VALUE } },
      { transformGraph, print: () => undefined },
    );
  };
  afterEach(async () => {
    await cloud.close();
    rmSync(dataDir, { recursive: true });
  });

  /** Invokes a handler as API Gateway does for a request with a valid token that bypasses CloudFront. */
  async function invokeDirectly(handler: string, headers: Record<string, string>) {
    const name = (cloud.outputs.functionNames as Record<string, string>)[handler];
    const fn = cloud.graph.resources.find(
      ({ type, outputs }) => type === 'aws:lambda/function:Function' && outputs.name === name,
    );
    const answer = await cloud.functions.invoke(
      String(fn?.outputs.arn),
      apiEvent({ tenant: 'acme', headers }),
    );
    return answer as { statusCode: number; body: string };
  }

  it('answers requests through CloudFront and rejects requests that bypass it', async () => {
    await start();
    const client = await apiClient(cloud.outputs, 'acme');
    assert.equal((await client.call('GET', '/jobs')).status, 200);
    assert.equal((await client.call('GET', '/jobs', undefined, { [ORIGIN_HEADER]: 'wrong' })).status, 200);
    assert.equal((await fetch(`${cloud.outputs.apiUrl}/openapi.json`)).status, 200);

    for (const handler of ['listJobs', 'openapi'])
      for (const headers of [{}, { [ORIGIN_HEADER]: 'wrong' }, { [ORIGIN_HEADER]: '' }]) {
        const { statusCode, body } = await invokeDirectly(handler, headers);
        const problem = Problem.parse(JSON.parse(body));
        assert.deepEqual([statusCode, problem.code], [403, 'not-through-portal'], handler);
        assert.ok(!body.includes(VALUE));
      }
    assert.equal((await invokeDirectly('listJobs', { [ORIGIN_HEADER]: VALUE })).statusCode, 200);
  });

  it('accepts the previous secret that CloudFront sends during a rotation', async () => {
    await start((graph) => {
      const version = graph.resources.find(
        ({ type, name }) => type.endsWith(':SecretVersion') && name === 'dicom-origin',
      );
      assert.ok(version);
      const next = { ...version, inputs: { ...version.inputs, secretString: NEXT } };
      return { ...graph, resources: [...graph.resources, next] };
    });
    const client = await apiClient(cloud.outputs, 'acme');
    assert.equal((await client.call('GET', '/jobs')).status, 200, 'the previous value');
    assert.equal(
      (await invokeDirectly('listJobs', { [ORIGIN_HEADER]: NEXT })).statusCode,
      200,
      'the new value',
    );
    assert.equal((await invokeDirectly('listJobs', { [ORIGIN_HEADER]: `${NEXT}x` })).statusCode, 403);
  });
});
