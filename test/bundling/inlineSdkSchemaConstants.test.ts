import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildHandler, type HandlerBuild } from '../../bundling/buildHandler.ts';
import { entryPath } from '../../bundling/entryPath.ts';
import { inlineSdkSchemaConstants, SDK_SCHEMAS } from '../../bundling/inlineSdkSchemaConstants.ts';

describe('inlineSdkSchemaConstants', function () {
  this.timeout(60_000);
  let decode: HandlerBuild;
  before(async () => (decode = await buildHandler(entryPath('handlers/decode'))));

  it('finds the schemas of every client of the SDK in a bundle', () => {
    const clientOf = (path: string): string[] => /@aws-sdk\/client-[\w-]+(?=\/)/.exec(path) ?? [];
    const clients = new Set(decode.inputs.flatMap(clientOf));
    assert.ok(clients.size >= 3, [...clients].join(' '));
    const withSchemas = new Set(decode.inputs.filter((path) => SDK_SCHEMAS.test(path)).flatMap(clientOf));
    assert.deepEqual(withSchemas, clients);
  });

  it('keeps the operations that a function calls, and no others', () => {
    const code = [...decode.files.values()].map((contents) => Buffer.from(contents).toString()).join('');
    assert.match(code, /ListObjectVersions/);
    assert.doesNotMatch(code, /PutBucketLifecycleConfiguration|SelectObjectContent/);
  });

  it('fails the build where a client writes its schemas in another way', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'schemas-'));
    try {
      const module = join(folder, 'node_modules/@aws-sdk/client-new/dist-es/schemas/schemas_0.js');
      mkdirSync(join(module, '..'), { recursive: true });
      writeFileSync(module, 'export const Get = [3, "Get"];');
      await assert.rejects(
        build({
          entryPoints: [module],
          bundle: true,
          write: false,
          plugins: [inlineSdkSchemaConstants],
          logLevel: 'silent',
        }),
        /holds no constants to inline/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
