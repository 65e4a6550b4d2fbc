import { build, type OutputFile } from 'esbuild';
import { relative, resolve } from 'node:path';
import { ALIAS } from '../../bundling/buildSite.ts';

/** Bundles like the portal's build: split modules, with WebAssembly as separate files. */
export async function bundle(
  entryPoints: Record<string, string>,
  alias: Record<string, string> = {},
): Promise<Map<string, OutputFile>> {
  const outdir = resolve('bundle');
  const { outputFiles } = await build({
    entryPoints,
    alias: { ...ALIAS, ...alias },
    outdir,
    write: false,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['browser'],
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    jsx: 'automatic',
    loader: { '.wasm': 'file' },
    define: { DICOM_BUNDLED_WASM: 'true' },
    external: ['fs', 'path'],
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    sourcemap: 'inline',
    logLevel: 'silent',
  });
  return new Map(outputFiles.map((file) => [relative(outdir, file.path).replaceAll('\\', '/'), file]));
}
