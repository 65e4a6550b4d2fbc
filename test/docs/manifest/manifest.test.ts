import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementDeclaration, Manifest } from './manifest.ts';
import { MANIFEST, makeManifestFiles } from './pages.ts';
import { listElements } from './tables.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** Returns the text of all modules below a folder of `webcomponents/`. */
const readSources = (folder: string): string =>
  readdirSync(join(ROOT, 'webcomponents', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(join('webcomponents', folder, file)))
    .join('\n');

const matchAll = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name]) => name!)),
];

describe('the custom elements manifest', function () {
  this.timeout(60_000);
  let files: Record<string, string>;
  before(async () => (files = await makeManifestFiles()));

  it('matches the code, as do the tables made from it: if not, run `npm run manifest` and commit', () => {
    for (const [path, text] of Object.entries(files)) assert.equal(read(path), text, path);
  });

  const findElement = (tagName: string): ElementDeclaration =>
    listElements(JSON.parse(files[MANIFEST]!) as Manifest).find((each) => each.tagName === tagName)!;
  const sortNames = (entries: readonly { name: string }[]): string[] =>
    entries.map(({ name }) => name).sort();

  for (const [tagName, folder] of [
    ['dicom-viewer', 'dicomViewer'],
    ['dicom-analyzer', 'dicomAnalyzer'],
  ] as const)
    it(`lists and describes the public members of <${tagName}>`, () => {
      const made = findElement(tagName);
      const source = readSources(folder);
      const own = read(`webcomponents/${folder}/${folder}.ts`);
      const properties = [...own.matchAll(/@property\(([^\n]*)\)\s+(\w+)/g)].map(([, options, name]) => ({
        name: name!,
        attribute: options!.includes('attribute: false') ? undefined : getAttribute(options!, name!),
      }));
      assert.ok(properties.length >= 3);
      for (const { name } of properties)
        assert.ok(sortNames(made.members).includes(name), `property ${name}`);
      assert.deepEqual(
        sortNames(made.attributes),
        properties.flatMap(({ attribute = [] }) => attribute).sort(),
      );
      assert.deepEqual(sortNames(made.slots), matchAll(source, /<slot name="([a-z-]+)"/g).sort());
      const parts = [...matchAll(source, /(?<!export)part="([a-z-]+)"/g), ...listExportedParts(source)];
      assert.deepEqual(sortNames(made.cssParts), parts.sort());
      assert.deepEqual(sortNames(made.events), matchAll(source, /#(?:tell|emit)\('([a-z-]+)'/g).sort());
      assert.deepEqual(
        sortNames(made.cssProperties),
        matchAll(readSources('.'), /var\((--dicom-[a-z-]+)/g).sort(),
      );
      for (const list of [made.members, made.attributes, made.slots, made.cssParts, made.events])
        for (const { name, description = '' } of list) assert.notEqual(description, '', name);
      assert.ok(made.events.every(({ type }) => type?.text.startsWith('CustomEvent<{ jobId: string')));
    });

  it('contains no private members, and has the path that package.json declares', () => {
    const { customElements } = JSON.parse(read('package.json')) as { customElements: string };
    assert.equal(customElements, MANIFEST);
    const members = ['dicom-viewer', 'dicom-analyzer'].flatMap((tag) => sortNames(findElement(tag).members));
    assert.deepEqual(
      members.filter(
        (name) =>
          name.startsWith('#') || ['stage', 'stackPosition', 'highlighted', 'threshold'].includes(name),
      ),
      [],
    );
  });
});

/** Returns the attribute's name as Lit derives it: the option, or the property's name in lower case. */
const getAttribute = (options: string, name: string): string =>
  /attribute: '([a-z-]+)'/.exec(options)?.[1] ?? name.toLowerCase();

const listExportedParts = (source: string): string[] =>
  matchAll(source, /exportparts="([a-z, -]+)"/g).flatMap((list) => list.split(', '));
