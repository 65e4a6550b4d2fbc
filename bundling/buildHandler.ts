import * as esbuild from 'esbuild';
import { dirname, relative } from 'node:path';
import type { BundleFiles } from './bundleFolder.ts';
import { inlineSdkSchemaConstants } from './inlineSdkSchemaConstants.ts';
import { stubUnusedModules } from './stubUnusedModules.ts';

/** The Node.js version that Lambda runs. */
const TARGET = 'node22';

/** Defines the globals that CommonJS packages expect and that ES modules lack. */
const BANNER = `import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __dirnameOf(__filename);`;

const OUTDIR = 'bundle';

/** The code of one function. */
export interface HandlerBuild {
  /** `index.mjs`, and the chunks that it loads at once or on first need. */
  readonly files: BundleFiles;
  /** The paths of the modules in it, relative to the entry's folder. */
  readonly inputs: readonly string[];
}

/**
 * Bundles a Lambda function. Modules that `import()` loads lie in separate chunks, so that a cold start does not read
 * them. Equal sources give equal bytes from any folder.
 *
 * @throws Error when esbuild cannot compile a source; the message names file and line
 */
export async function buildHandler(entryPath: string): Promise<HandlerBuild> {
  // Paths in the output are relative to this folder, so that the checkout's own path does not show.
  const absWorkingDir = dirname(entryPath);
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir,
    entryPoints: { index: entryPath },
    plugins: [stubUnusedModules, inlineSdkSchemaConstants],
    outdir: OUTDIR,
    chunkNames: 'chunks/[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: TARGET,
    mainFields: ['module', 'main'],
    loader: { '.wasm': 'binary' },
    define: { DICOM_BUNDLED_WASM: 'true' },
    banner: { js: BANNER },
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  const files = outputFiles.map(({ path, contents }): [string, Uint8Array] => [
    relative(`${absWorkingDir}/${OUTDIR}`, path).replaceAll('\\', '/'),
    contents,
  ]);
  return { files: new Map(files), inputs: Object.keys(metafile.inputs) };
}
