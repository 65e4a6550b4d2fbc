import { buildSync } from 'esbuild';
import { posix, relative } from 'node:path';
import type { SiteFile } from '../../bundling/siteFiles.ts';

/** The static imports of each script, by path below the site. */
export type StaticImports = ReadonlyMap<string, readonly string[]>;

/** Finds the static imports of the site's scripts with esbuild. */
export function staticImports(files: readonly SiteFile[]): StaticImports {
  const scripts = files.filter(({ path }) => path.endsWith('.js'));
  const { path, source } = scripts[0]!;
  const root = source.slice(0, -path.length);
  const { metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: scripts.map((script) => relative(root, script.source)),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    external: ['fs', 'path'],
    outdir: 'unused',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return new Map(
    Object.entries(metafile.inputs).map(([name, { imports }]) => [
      name,
      imports
        .filter(({ kind, external }) => kind === 'import-statement' && external !== true)
        .map((one) => one.path),
    ]),
  );
}

/**
 * Returns the files that a browser loads: an entry, the named files, and their static imports.
 * @param paths of all files
 * @param names of files in addition to the entry, without hash and extension: `jpeg` for `jpeg-HASH.js` and `jpeg-HASH.wasm`
 * @throws Error for a name without a file, so that an outdated list fails
 */
export function loadedFiles(
  paths: readonly string[],
  imports: StaticImports,
  entry: string,
  names: readonly string[],
): string[] {
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    imports.get(path)?.forEach(load);
  };
  load(entry);
  for (const name of names) {
    const found = paths.filter((path) => posix.basename(path).replace(/-[A-Z0-9]{8}\.\w+$/, '') === name);
    if (found.length === 0) throw new Error(`The site has no file called ${name}.`);
    found.forEach(load);
  }
  return [...loaded];
}
