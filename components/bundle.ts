import * as pulumi from '@pulumi/pulumi';
import { build } from 'esbuild';
import { dirname } from 'node:path';

/** Node on Lambda, and what a bundle may rely on there. */
const TARGET = 'node22';

/** What CommonJS packages look for, and ES modules do not have. */
const BANNER = `import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __dirnameOf(__filename);`;

const bundles = new Map<string, Promise<pulumi.asset.AssetArchive>>();

/**
 * The code of one Lambda function: a single ES module, `index.mjs`, from its entry file. Equal sources give
 * equal bytes from any folder. Made once in a run of the program, however many functions ask.
 *
 * @throws Error when esbuild refuses the source; the message names file and line.
 */
export function bundle(entryPath: string): Promise<pulumi.asset.AssetArchive> {
  const known = bundles.get(entryPath);
  if (known) return known;
  const made = bundleText(entryPath).then(
    (text) => new pulumi.asset.AssetArchive({ 'index.mjs': new pulumi.asset.StringAsset(text) }),
  );
  bundles.set(entryPath, made);
  return made;
}

/** The text of `index.mjs`. */
export async function bundleText(entryPath: string): Promise<string> {
  const { outputFiles } = await build({
    // Paths in the output are relative to here, so that the folder of the checkout does not show.
    absWorkingDir: dirname(entryPath),
    entryPoints: [entryPath],
    outfile: 'index.mjs',
    write: false,
    bundle: true,
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
  return outputFiles[0]!.text;
}
