import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { writeFiles } from '../../bundling/bundleFolder.ts';
import { buildHandler } from '../../bundling/buildHandler.ts';
import { entryPath } from '../../bundling/entryPath.ts';
import { STUBS } from '../../bundling/stubUnusedModules.ts';

const TRACE = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';

describe('stubUnusedModules', function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'left-out-'))));
  after(() => rm(folder, { recursive: true }));

  it('leaves calls with the credentials of Lambda signed and traced', async () => {
    const asked: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      asked.push(request.headers);
      response.writeHead(200, { 'content-length': '77' }).end();
    }).listen(0, '127.0.0.1');
    const daemon = createSocket('udp4').bind(0, '127.0.0.1');
    try {
      await Promise.all([once(server, 'listening'), once(daemon, 'listening')]);
      const traced = once(daemon, 'message');
      const { files } = await buildHandler(fileURLToPath(new URL('support/tracedCall.ts', import.meta.url)));
      writeFiles(folder, files);
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
        refusal: 'Error: This bundle cannot trace version 2 of the AWS SDK. Use version 3.',
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

  it('replaces a module that the bundle still holds, for each of its stubs', async () => {
    const { inputs } = await buildHandler(entryPath('handlers/decode'));
    for (const { module } of STUBS)
      assert.ok(
        inputs.some((path) => module.test(path)),
        `no module of the decode handler matches ${module.source}: the dependency has moved it`,
      );
  });

  it('leaves no other sources of credentials in a function, and no tracing of version 2', async () => {
    for (const name of ['decode', 'links']) {
      const { files, inputs } = await buildHandler(entryPath(`handlers/${name}`));
      const code = [...files.values()].map((contents) => Buffer.from(contents).toString()).join('');
      assert.doesNotMatch(code, /AssumeRoleWithWebIdentity|sso_session|security-credentials/);
      assert.deepEqual(
        inputs.filter((path) => path.includes('/semver/')),
        [],
      );
    }
  });
});
