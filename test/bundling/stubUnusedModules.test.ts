import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundledFiles } from '../../bundling/bundleHandler.ts';
import { entryPath } from '../../bundling/entryPath.ts';

const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

describe('what bundles leave out', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'left-out-'))));
  after(() => rm(folder, { recursive: true }));

  it('is not reached by a call with the credentials that Lambda gives, which is signed and traced', async () => {
    const asked: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers);
      response.writeHead(200, { 'content-length': '77' }).end();
    }).listen(0, '127.0.0.1');
    const daemon = createSocket('udp4').bind(0, '127.0.0.1');
    try {
      await Promise.all([once(server, 'listening'), once(daemon, 'listening')]);
      const traced = once(daemon, 'message');
      const files = await bundledFiles(fileURLToPath(new URL('support/tracedCall.ts', import.meta.url)));
      await writeFile(join(folder, 'index.mjs'), files.get('index.mjs')!);
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'index.mjs')], {
        env: {
          AWS_REGION: 'us-east-1',
          AWS_ACCESS_KEY_ID: 'AKIDFUNCTION',
          AWS_SECRET_ACCESS_KEY: 'secret',
          AWS_SESSION_TOKEN: 'token-of-the-role',
          AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
          AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
          AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
          AWS_LAMBDA_FUNCTION_NAME: 'decode',
          LAMBDA_TASK_ROOT: folder,
          POWERTOOLS_TRACE_ENABLED: 'true',
          _X_AMZN_TRACE_ID: TRACE,
        },
      });
      assert.deepEqual(JSON.parse(stdout), {
        ContentLength: 77,
        refusal: 'Error: Bundles hold no tracing of version 2 of the AWS SDK.',
      });
      const [headers] = asked;
      assert.equal(asked.length, 1);
      assert.match(String(headers?.authorization), /^AWS4-HMAC-SHA256 Credential=AKIDFUNCTION\/.*\/s3\//);
      assert.equal(headers?.['x-amz-security-token'], 'token-of-the-role');
      assert.match(String(headers['x-amzn-trace-id']), /^Root=1-5759e988-bd862e3fe1be46a994272793;Parent=/);
      const [packet] = (await traced) as [Buffer];
      const segment = JSON.parse(packet.toString().split('\n')[1]!) as Record<string, unknown>;
      const { name, namespace, parent_id: parent, trace_id: trace, aws } = segment;
      assert.deepEqual(
        { name, namespace, parent, trace, operation: (aws as { operation: string }).operation },
        {
          name: 'S3',
          namespace: 'aws',
          parent: '53995c3f42cd8ad8',
          trace: '1-5759e988-bd862e3fe1be46a994272793',
          operation: 'HeadObject',
        },
      );
    } finally {
      server.close();
      daemon.close();
    }
  });

  it('is in no function: other sources of credentials, tracing of the old SDK, operations that no command names', async () => {
    const [decode, links] = await Promise.all([
      bundledFiles(entryPath('handlers/decode')),
      bundledFiles(entryPath('handlers/links')),
    ]);
    for (const files of [decode, links]) {
      const all = [...files.values()].join('');
      assert.doesNotMatch(all, /AssumeRoleWithWebIdentity|sso_session|security-credentials|satisfies\(/);
      assert.doesNotMatch(all, /PutBucketLifecycleConfiguration|SelectObjectContent/);
    }
    assert.match(decode.get('index.mjs')!, /ListObjectVersions/);
  });

  it('leaves no module that is read twice: what is loaded on need has a file of its own', async () => {
    const files = await bundledFiles(entryPath('handlers/decode'));
    for (const [path, text] of files) assert.doesNotMatch(text, /Promise\.resolve\(\)\.then\(\(\)=>\(/, path);
    const loaded = [...files.values()].flatMap((text) => [...text.matchAll(/import\("(\.[^"]*)"\)/g)]);
    const named = new Set(loaded.map(([, path]) => path!.replace(/^\.\/(lazy\/)?/, 'lazy/')));
    assert.deepEqual([...named].sort(), [...files.keys()].filter((path) => path !== 'index.mjs').sort());
  });
});
