import { posix } from 'node:path';

/**
 * The files that a browser loads: an entry, those of the names given, and all that these import at once.
 * @param files by path
 * @param names of files beside the entry, without hash and ending: `jpeg` for `jpeg-HASH.js` and `jpeg-HASH.wasm`
 * @throws Error for a name that no file has, so that a list that is out of date does not pass
 */
export function loadedFiles(
  files: ReadonlyMap<string, Buffer>,
  entry: string,
  names: readonly string[],
): string[] {
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    const contents = files.get(path);
    if (contents === undefined) throw new Error(`${path} is imported, and not there`);
    loaded.add(path);
    if (!path.endsWith('.js')) return;
    for (const [, , relative] of contents.toString().matchAll(STATIC_IMPORT))
      load(posix.join(posix.dirname(path), relative!));
  };
  load(entry);
  for (const name of names) {
    const found = [...files.keys()].filter(
      (path) => posix.basename(path).replace(/-[A-Z0-9]{8}\.\w+$/, '') === name,
    );
    if (found.length === 0) throw new Error(`no file is called ${name}`);
    found.forEach(load);
  }
  return [...loaded];
}

/** `import{a}from"./b.js"`, `export*from"./b.js"` and `import"./b.js"`, as esbuild writes them; not `import("./b.js")`. */
const STATIC_IMPORT = /\b(from|import)\s*"(\.[^"]+)"/g;
