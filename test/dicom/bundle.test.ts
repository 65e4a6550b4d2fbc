import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type BuildOptions } from 'esbuild';
import type * as Library from '../../dicom/index.ts';

const entry = fileURLToPath(new URL('../../dicom/index.ts', import.meta.url));
const shared: BuildOptions = {
  entryPoints: [entry],
  bundle: true,
  format: 'esm',
  target: 'es2022',
  define: { DICOM_BUNDLED_WASM: 'true' },
  loader: { '.wasm': 'binary' },
  logLevel: 'silent',
  outExtension: { '.js': '.mjs' },
};

describe('dicom/ in bundles', function () {
  this.timeout(60_000);
  let outdir: string;
  beforeEach(async () => {
    outdir = await mkdtemp(join(tmpdir(), 'dicom-bundle-'));
  });
  afterEach(() => rm(outdir, { recursive: true }));

  it('bundles into one file for Lambda, with its codecs inside', async () => {
    // CommonJS glue asks for these; the names are ours, so that no package's own import collides.
    const banner = `import { createRequire as __createRequire } from 'node:module';
const require = __createRequire(import.meta.url);
const __filename = import.meta.filename ?? '';
const __dirname = import.meta.dirname ?? '';`;
    const { metafile } = await build({
      ...shared,
      outdir,
      platform: 'node',
      banner: { js: banner },
      metafile: true,
    });
    assert.equal(Object.keys(metafile.outputs).length, 1);
    const library = (await import(pathToFileURL(join(outdir, 'index.mjs')).href)) as typeof Library;
    const jpeg = await library.encodeJpeg({
      width: 64,
      height: 64,
      channels: 1,
      data: new Uint8Array(64 * 64).fill(99),
    });
    assert.equal(library.sniff(jpeg), 'jpeg');
  });

  it('splits for browsers, so that opening a file loads no codec', async () => {
    const { metafile } = await build({
      ...shared,
      outdir,
      platform: 'browser',
      splitting: true,
      external: ['fs', 'path'],
      metafile: true,
    });
    const [main] = Object.entries(metafile.outputs).filter(
      ([, output]) => output.entryPoint !== undefined && output.entryPoint.endsWith('dicom/index.ts'),
    );
    assert.ok(main !== undefined);
    const eager = (name: string): string[] => [
      ...Object.keys(metafile.outputs[name]!.inputs),
      ...metafile.outputs[name]!.imports.filter(
        ({ kind, external }) => kind === 'import-statement' && external !== true,
      ).flatMap(({ path }) => eager(path)),
    ];
    assert.deepEqual(
      eager(main[0]).filter((input) => input.includes('@cornerstonejs')),
      [],
    );
    const codecs = Object.values(metafile.outputs)
      .flatMap(({ inputs }) => Object.keys(inputs))
      .filter((input) => input.endsWith('.wasm'));
    assert.equal(codecs.length, 3);
  });
});
