import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { makeManifest } from './manifest.ts';
import { listElements, makeColourTable, makeElementTables, replaceGenerated } from './tables.ts';

export const MANIFEST = 'webcomponents/custom-elements.json';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** Returns the manifest and the pages with tables made from it, by path. */
export async function makeManifestFiles(): Promise<Record<string, string>> {
  const manifest = makeManifest();
  const elements = listElements(manifest);
  const tables = Object.fromEntries(elements.map((element) => [element.tagName, makeElementTables(element)]));
  return {
    [MANIFEST]: await format(JSON.stringify(manifest), {
      ...(await resolveConfig(MANIFEST)),
      parser: 'json',
    }),
    'docs/viewer.md': replaceGenerated(read('docs/viewer.md'), tables),
    'docs/styling.md': replaceGenerated(read('docs/styling.md'), { colours: makeColourTable(elements[0]!) }),
  };
}
