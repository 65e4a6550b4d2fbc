import * as pulumi from '@pulumi/pulumi';
import * as esbuild from 'esbuild';
import { basename, dirname } from 'node:path';
import { leavesApart } from './leavesApart.ts';
import { stubUnusedModules } from './stubUnusedModules.ts';
import { inlineSdkSchemaConstants } from './inlineSdkSchemaConstants.ts';

/** Node on Lambda, and what a bundle may rely on there. */
const TARGET = 'node22';

/** What CommonJS packages look for, and ES modules do not have. */
const BANNER = `import { createRequire as __createRequire } from 'node:module';
import { dirname as __dirnameOf } from 'node:path';
import { fileURLToPath as __fileURLToPath } from 'node:url';
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __dirnameOf(__filename);`;

/** The files of a function by their path in its archive: `index.mjs`, and `lazy/*.mjs`. */
export type BundledFiles = ReadonlyMap<string, string>;

const bundles = new Map<string, Promise<pulumi.asset.AssetArchive>>();

/**
 * The code of one Lambda function from its entry file: ES modules, of which `index.mjs` is the first. Equal sources give
 * equal bytes from any folder. Made once in a run of the program, however many functions ask.
 *
 * @throws Error when esbuild refuses the source; the message names file and line.
 */
export function bundleHandler(entryPath: string): Promise<pulumi.asset.AssetArchive> {
  const known = bundles.get(entryPath);
  if (known) return known;
  const made = bundledFiles(entryPath).then(
    (files) =>
      new pulumi.asset.AssetArchive(
        Object.fromEntries([...files].map(([path, text]) => [path, new pulumi.asset.StringAsset(text)])),
      ),
  );
  bundles.set(entryPath, made);
  return made;
}

/** Entries that were asked for since the last build, and who waits for them. */
let waiting: {
  entryPath: string;
  resolve: (files: BundledFiles) => void;
  reject: (error: unknown) => void;
}[] = [];

/**
 * The texts of a function's files. What is asked for in one turn of the event loop is built together: each module is
 * then read once and not once for each function, and the bytes are those that each would have alone.
 */
export function bundledFiles(entryPath: string): Promise<BundledFiles> {
  return new Promise((resolve, reject) => {
    waiting.push({ entryPath, resolve, reject });
    if (waiting.length === 1) setImmediate(() => void buildWaiting());
  });
}

async function buildWaiting(): Promise<void> {
  const asked = waiting;
  waiting = [];
  try {
    const files = await buildEntries([...new Set(asked.map(({ entryPath }) => entryPath))]);
    for (const { entryPath, resolve } of asked) resolve(files.get(entryPath)!);
  } catch (error) {
    for (const { reject } of asked) reject(error);
  }
}

/** The bundles by entry. */
async function buildEntries(entryPaths: string[]): Promise<Map<string, BundledFiles>> {
  const names = new Map(entryPaths.map((entryPath, index) => [`entry${index}`, entryPath]));
  // Paths in the output are relative to here, so that the folder of the checkout does not show.
  const absWorkingDir = dirname(entryPaths[0]!);
  const lazy = new Map<string, string>();
  const entries = await outputs(absWorkingDir, Object.fromEntries(names), leavesApart(lazy, './lazy/'));
  const leaves = await allLeaves(absWorkingDir, lazy);
  return new Map(
    entries.map((entry) => [
      names.get(entry.name)!,
      new Map([
        ['index.mjs', entry.text],
        ...reached(entry, leaves).map((leaf): [string, string] => [`lazy/${leaf.name}.mjs`, leaf.text]),
      ]),
    ]),
  );
}

/** The leaves by name, and those that they load in turn. */
async function allLeaves(absWorkingDir: string, found: Map<string, string>): Promise<Map<string, Output>> {
  const leaves = new Map<string, Output>();
  let fresh = new Map(found);
  while (fresh.size > 0) {
    for (const leaf of await outputs(absWorkingDir, Object.fromEntries(fresh), leavesApart(found, './')))
      leaves.set(leaf.name, leaf);
    fresh = new Map([...found].filter(([name]) => !leaves.has(name)));
  }
  return leaves;
}

/** The leaves that a bundle loads, and those that they load, by name. */
function reached(from: Output, leaves: ReadonlyMap<string, Output>): Output[] {
  const found = new Set<Output>();
  const visit = ({ imports }: Output): void => {
    for (const path of imports) {
      const leaf = leaves.get(basename(path, '.mjs'));
      if (leaf === undefined || found.has(leaf)) continue;
      found.add(leaf);
      visit(leaf);
    }
  };
  visit(from);
  return [...found].sort((one, other) => (one.name < other.name ? -1 : 1));
}

interface Output {
  readonly name: string;
  readonly text: string;
  readonly imports: ReadonlySet<string>;
}

async function outputs(
  absWorkingDir: string,
  entryPoints: Record<string, string>,
  leaves: esbuild.Plugin,
): Promise<Output[]> {
  const options = {
    absWorkingDir,
    entryPoints,
    plugins: [leaves, stubUnusedModules, inlineSdkSchemaConstants],
    outdir: 'bundles',
    write: false,
    metafile: true,
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
  } satisfies esbuild.BuildOptions;
  const { outputFiles, metafile } = await esbuild.build(options);
  return outputFiles.map(({ path, text }) => ({
    name: basename(path, '.js'),
    text,
    imports: new Set(metafile.outputs[`bundles/${basename(path)}`]?.imports.map((each) => each.path)),
  }));
}
