import * as pulumi from '@pulumi/pulumi';
import { build } from 'esbuild';
import { basename, dirname } from 'node:path';

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

/** Entries that were asked for since the last build, and who waits for them. */
let waiting: { entryPath: string; resolve: (text: string) => void; reject: (error: unknown) => void }[] = [];

/**
 * The text of `index.mjs`. What is asked for in one turn of the event loop is built together: each module is then read
 * once and not once for each function, and the bytes are those that each would have alone.
 */
export function bundleText(entryPath: string): Promise<string> {
  return new Promise((resolve, reject) => {
    waiting.push({ entryPath, resolve, reject });
    if (waiting.length === 1) setImmediate(() => void buildWaiting());
  });
}

async function buildWaiting(): Promise<void> {
  const asked = waiting;
  waiting = [];
  try {
    const texts = await buildEntries([...new Set(asked.map(({ entryPath }) => entryPath))]);
    for (const { entryPath, resolve } of asked) resolve(texts.get(entryPath)!);
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}

/** The bundles by entry. */
async function buildEntries(entryPaths: string[]): Promise<Map<string, string>> {
  const names = new Map(entryPaths.map((entryPath, index) => [`entry${index}`, entryPath]));
  const { outputFiles } = await build({
    // Paths in the output are relative to here, so that the folder of the checkout does not show.
    absWorkingDir: dirname(entryPaths[0]!),
    entryPoints: Object.fromEntries(names),
    outdir: 'bundles',
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
  return new Map(outputFiles.map(({ path, text }) => [names.get(basename(path, '.js'))!, text]));
}
