import { buildSync, type BuildOptions, type OutputFile } from 'esbuild';
import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { BundleFiles } from './bundleFolder.ts';
import { entryPath } from './entryPath.ts';
import { integrityOf } from './integrityOf.ts';

const OUTDIR = 'site';

/**
 * Builds the portal's page and the elements for browsers: `index.html`, `portal.js`, `viewer/define.js` for both elements,
 * `viewer/define-viewer.js` for the viewer alone, and the chunks and codecs that these load on demand. Each script
 * that a page names is there twice: under this name, and under one with a hash of its contents, which a page can pin by
 * its integrity. Equal sources give equal bytes from any folder.
 *
 * @throws Error when esbuild cannot compile a source; the message names file and line
 */
export function buildSite(): BundleFiles {
  const portal = entryPath('webcomponents/portal/portal');
  const entryPoints = {
    'viewer/define': entryPath('webcomponents/define'),
    'viewer/define-viewer': entryPath('webcomponents/defineViewer'),
    portal,
  };
  const root = dirname(entryPoints['viewer/define']);
  const define = { ...DEFINE, DICOM_CODEC_INTEGRITY: JSON.stringify(codecIntegrities(root)) };
  const worker = buildWorker(root, define);
  const { outputFiles, metafile } = buildSync({
    ...optionsFor(root),
    entryPoints,
    entryNames: '[dir]/[name]-[hash]',
    splitting: true,
    metafile: true,
    define: {
      ...define,
      DICOM_DECODE_WORKER: JSON.stringify(`${basename(worker.path)}#${integrityOf(worker.contents)}`),
    },
  });
  const files = new Map([...outputFiles, worker].map((file) => [sitePath(root, file), file.contents]));
  const hashed = new Map(
    Object.entries(metafile.outputs).map(([path, { entryPoint }]) => [entryPoint, path]),
  );
  for (const [name, source] of Object.entries(entryPoints)) {
    const output = hashed.get(relative(root, source).replaceAll('\\', '/'))!;
    files.set(`${name}.js`, files.get(output.slice(OUTDIR.length + 1))!);
  }
  return files.set('index.html', readFileSync(join(dirname(portal), 'index.html')));
}

/** The package's own minified script; its `main` is the one for debugging, 6 KB larger by brotli after esbuild. */
export const ALIAS = { 'cornerstone-core': 'cornerstone-core/dist/cornerstone.min.js' };

const DEFINE = { DICOM_BUNDLED_WASM: 'true' };

const optionsFor = (root: string) =>
  ({
    // Paths in the output are relative to this folder, so that the checkout's own path does not show.
    absWorkingDir: root,
    outdir: join(root, OUTDIR),
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    // Side by side: a codec's address is relative to the chunk that fetches it.
    chunkNames: 'viewer/[name]-[hash]',
    assetNames: 'viewer/[name]-[hash]',
    loader: { '.wasm': 'file' },
    alias: ALIAS,
    // The codecs' loaders import these in a branch for Node.js, which no browser enters.
    external: ['fs', 'path'],
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  }) satisfies BuildOptions;

/** Returns the integrity of each codec by its file's name; an import map could name modules only. */
function codecIntegrities(root: string): Record<string, string> {
  const { outputFiles } = buildSync({
    ...optionsFor(root),
    entryPoints: [entryPath('dicom/codecs/decodeFrame')],
    splitting: true,
    define: DEFINE,
  });
  const codecs = outputFiles.filter(({ path }) => path.endsWith('.wasm'));
  return Object.fromEntries(codecs.map(({ path, contents }) => [basename(path), integrityOf(contents)]));
}

/**
 * Builds the decoder that runs in a worker. It is one script, because a worker that runs from a blob can import nothing,
 * and is told the address beside which it finds the codecs.
 */
function buildWorker(root: string, define: Record<string, string>): OutputFile {
  const { outputFiles } = buildSync({
    ...optionsFor(root),
    entryPoints: {
      'viewer/decode-worker': entryPath('webcomponents/dicomViewer/images/worker/decode.worker'),
    },
    entryNames: '[dir]/[name]-[hash]',
    format: 'iife',
    define: { ...define, 'import.meta.url': 'DICOM_BASE' },
  });
  return outputFiles.find(({ path }) => path.endsWith('.js'))!;
}

const sitePath = (root: string, { path }: OutputFile): string =>
  relative(join(root, OUTDIR), path).replaceAll('\\', '/');
