import { buildSync, type BuildOptions, type Metafile, type OutputFile } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

interface Split {
  /** What esbuild made with `splitting` and `metafile`; files that are no scripts are passed over. */
  outputFiles: readonly OutputFile[];
  metafile: Metafile;
  /** The entry points' names, as they were given. */
  entries: readonly string[];
  /** The entry point whose imports every page loads at once. */
  always: string;
  /** Scripts, by their name without hash, that nearly every page loads a little later: what they share joins, not they. */
  soon: readonly string[];
  /** As for the scripts themselves. */
  options: BuildOptions;
}

/**
 * Scripts in which all that a page loads at once is one file. A bundler splits wherever two scripts share a module, and
 * each piece, however small, is a request. So they are bundled once more, each with what is always loaded as its first
 * import: esbuild then finds all of it shared by the same scripts, and keeps it together. What comes out is in place of
 * what went in, by name; that one script is called as the entry point, with its hash, and can be loaded in its place.
 *
 * @throws Error for a name that no script has
 */
export function joinedScripts({
  outputFiles,
  metafile,
  entries,
  always,
  soon,
  options,
}: Split): Map<string, string> {
  const loads = importsOf(metafile);
  const shared = soon.flatMap((name) => closure(chunkCalled(loads, name), loads).slice(1));
  const joined = new Set([`${always}.js`, ...shared]);
  const folder = mkdtempSync(join(tmpdir(), 'joined-'));
  try {
    const write = (place: string, text: string): void => {
      const path = join(folder, place);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    };
    for (const { path, text } of outputFiles)
      if (path.endsWith('.js'))
        write(
          placeOf(path),
          text.replace(IMPORTED, (_, file: string) => `"../${placeOf(file)}"`),
        );
    write('joined.js', [...joined].map((path) => `import "./${placeOf(path)}";`).join('\n'));
    const outdir = join(folder, 'site');
    const made = buildSync({
      ...options,
      absWorkingDir: folder,
      outdir,
      entryPoints: Object.fromEntries(entries.map((name) => [name, join(folder, placeOf(`${name}.js`))])),
      inject: [join(folder, 'joined.js')],
      splitting: true,
    });
    const scripts = new Map(
      made.outputFiles!.map(({ path, text }) => [relative(outdir, path).replaceAll('\\', '/'), text]),
    );
    return withPinned(scripts, always);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the entry point only points to gets its name and exports: a page that names it spares a round trip. */
function withPinned(scripts: ReadonlyMap<string, string>, always: string): Map<string, string> {
  const pointer = /^import\{(.*)\}from"\.\/(.*)-(.*)\.js";export\{(.*)\};\s*$/.exec(
    scripts.get(`${always}.js`)!,
  );
  if (!pointer) throw new Error(`${always} imports more than what is joined.`);
  const [, imported = '', chunk, hash, exported = ''] = pointer;
  const pinned = `${basename(always)}-${hash!}.js`;
  const pairs = (list: string): (readonly [string, string])[] =>
    list.split(',').map((pair) => {
      const [from = '', to = from] = pair.split(' as ');
      return [from, to];
    });
  const inner = new Map(pairs(imported).map(([name, local]) => [local, name]));
  const names = pairs(exported).map(([local, name]) => `${inner.get(local)!} as ${name}`);
  const own = `export{${names.join(',')}}from"./${pinned}";\n`;
  return new Map(
    [...scripts].map(([path, text]) => {
      const renamed = text.replaceAll(`${chunk!}-${hash!}.js`, pinned);
      if (path === `${always}.js`) return [path, own];
      const isChunk = basename(path) === `${chunk!}-${hash!}.js`;
      // By way of itself, since only there its names are known.
      return isChunk ? [path.replace(/[^/]*$/, pinned), renamed + own] : [path, renamed];
    }),
  );
}

/** Scripts by path, with what each imports at once. */
type Loads = ReadonlyMap<string, readonly string[]>;

const importsOf = ({ outputs }: Metafile): Loads =>
  new Map(
    Object.entries(outputs).map(([path, { imports }]) => [
      withoutFolder(path),
      imports.filter(({ kind }) => kind === 'import-statement').map((one) => withoutFolder(one.path)),
    ]),
  );

/** esbuild's paths begin with the output's folder. */
const withoutFolder = (path: string): string => path.replace(/^[^/]*\//, '');

function closure(path: string, loads: Loads, seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  for (const next of loads.get(path) ?? []) closure(next, loads, seen);
  return [...seen];
}

function chunkCalled(loads: Loads, name: string): string {
  const found = [...loads.keys()].find((path) => CHUNK.exec(basename(path))?.[1] === name);
  if (found === undefined) throw new Error(`No script is called ${name}.`);
  return found;
}

const CHUNK = /^(.+)-([A-Z0-9]{8})\.js$/;
/** `"./NAME-HASH.js"`, as `import` and `import()` name it. */
const IMPORTED = /(?<=\b(?:from|import|import\())"\.\/([\w./-]+-[A-Z0-9]{8}\.js)"/g;

/** A chunk lies in a folder of its hash, so that the next hash stands beside its name alone. */
function placeOf(path: string): string {
  const [, name, hash] = CHUNK.exec(basename(path)) ?? [];
  return hash === undefined ? `entry/${basename(path)}` : `${hash}/${name!}.js`;
}
