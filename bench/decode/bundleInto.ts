import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledFiles } from '../../bundling/bundleHandler.ts';

/** Bundles an entry as Lambda gets it, into a folder; returns the path of its `index.mjs`. */
export async function bundleInto(folder: string, entry: URL): Promise<string> {
  for (const [path, text] of await bundledFiles(fileURLToPath(entry))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return join(folder, 'index.mjs');
}
