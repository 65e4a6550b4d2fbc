import { buildSync } from 'esbuild';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Which part of a package is bundled. */
export interface PackagePart {
  /** The source map of the package's one script, with the sources in it, as a path that Node resolves. */
  map: string;
  /** A module of the package's root that exports what is used, and so names what else is needed. */
  entry: string;
  /** Modules that the used ones import and that nothing here reaches, with the names that they export. */
  without?: Readonly<Record<string, readonly string[]>>;
}

interface SourceMap {
  sources: string[];
  sourcesContent?: string[];
}

/**
 * A package that ships one script for everything, without what is not used here: its modules come from the script's own
 * source map, so that a bundler can leave some out. The answer is a module as a `data:` URL, to which an alias of
 * esbuild's can point. Equal packages give equal URLs.
 *
 * @throws Error when the map holds no sources, or when the entry names what it does not hold
 */
export function partOfPackage({ map, entry, without = {} }: PackagePart): string {
  const { sources, sourcesContent = [] } = JSON.parse(
    readFileSync(createRequire(import.meta.url).resolve(map), 'utf8'),
  ) as SourceMap;
  if (sourcesContent.length === 0)
    throw new Error(`${map} holds no sources: another version of the package?`);
  const folder = mkdtempSync(join(tmpdir(), 'part-'));
  try {
    const write = (name: string, text: string): void => {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    };
    sources.forEach((source, index) => {
      const module = /^webpack:\/\/[^/]+\/\.\/((?:\w+\/)*\w+\.[jt]s)$/.exec(source)?.[1];
      if (module !== undefined) write(module, sourcesContent[index]!);
    });
    for (const [module, names] of Object.entries(without)) write(module, emptyModule(names));
    write('entry.js', entry);
    return `data:text/javascript;base64,${Buffer.from(bundled(join(folder, 'entry.js'))).toString('base64')}`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const emptyModule = (names: readonly string[]): string =>
  names
    .map((name) => (name === 'default' ? 'export default undefined;' : `export const ${name} = undefined;`))
    .join('\n');

/** Minified, so that no path of the folder stays in it. */
function bundled(entryPoint: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [entryPoint],
    absWorkingDir: dirname(entryPoint),
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}
