import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { makeManifest } from './manifest.ts';
import { colourTable, elementsOf, filled, tablesOf } from './tables.ts';

export const MANIFEST = 'webcomponents/custom-elements.json';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** The manifest and the pages that have tables made from it, by their paths. */
export async function manifestFiles(): Promise<Record<string, string>> {
  const manifest = makeManifest();
  const elements = elementsOf(manifest);
  const tables = Object.fromEntries(elements.map((element) => [element.tagName, tablesOf(element)]));
  return {
    [MANIFEST]: await format(JSON.stringify(manifest), {
      ...(await resolveConfig(MANIFEST)),
      parser: 'json',
    }),
    'docs/viewer.md': filled(read('docs/viewer.md'), tables),
    'docs/styling.md': filled(read('docs/styling.md'), { colours: colourTable(elements[0]!) }),
  };
}
