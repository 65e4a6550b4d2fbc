import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementDeclaration, Manifest } from './manifest.ts';
import { MANIFEST, manifestFiles } from './pages.ts';
import { elementsOf } from './tables.ts';

const ROOT = new URL('../../../', import.meta.url).pathname;
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The text of every module below a folder of `webcomponents/`. */
const sourceOf = (folder: string): string =>
  readdirSync(join(ROOT, 'webcomponents', folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => read(join('webcomponents', folder, file)))
    .join('\n');

const found = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name]) => name!)),
];

describe("the elements' manifest", function () {
  this.timeout(60_000);
  let files: Record<string, string>;
  before(async () => (files = await manifestFiles()));

  it('and the tables made from it are those of the code: if not, run `npm run manifest` and commit', () => {
    for (const [path, text] of Object.entries(files)) assert.equal(read(path), text, path);
  });

  const element = (tagName: string): ElementDeclaration =>
    elementsOf(JSON.parse(files[MANIFEST]!) as Manifest).find((each) => each.tagName === tagName)!;
  const names = (things: readonly { name: string }[]): string[] => things.map(({ name }) => name).sort();

  for (const [tagName, folder] of [
    ['dicom-viewer', 'dicomViewer'],
    ['dicom-analyzer', 'dicomAnalyzer'],
  ] as const)
    it(`names all that a page can reach of <${tagName}>, each with a sentence`, () => {
      const made = element(tagName);
      const source = sourceOf(folder);
      const own = read(`webcomponents/${folder}/${folder}.ts`);
      const properties = [...own.matchAll(/@property\(([^\n]*)\)\s+(\w+)/g)].map(([, options, name]) => ({
        name: name!,
        attribute: options!.includes('attribute: false') ? undefined : attributeOf(options!, name!),
      }));
      assert.ok(properties.length >= 3);
      for (const { name } of properties) assert.ok(names(made.members).includes(name), `property ${name}`);
      assert.deepEqual(names(made.attributes), properties.flatMap(({ attribute = [] }) => attribute).sort());
      assert.deepEqual(names(made.slots), found(source, /<slot name="([a-z-]+)"/g).sort());
      const parts = [...found(source, /(?<!export)part="([a-z-]+)"/g), ...exported(source)];
      assert.deepEqual(names(made.cssParts), parts.sort());
      assert.deepEqual(names(made.events), found(source, /#(?:tell|emit)\('([a-z-]+)'/g).sort());
      assert.deepEqual(names(made.cssProperties), found(sourceOf('.'), /var\((--dicom-[a-z-]+)/g).sort());
      for (const list of [made.members, made.attributes, made.slots, made.cssParts, made.events])
        for (const { name, description = '' } of list) assert.notEqual(description, '', name);
      assert.ok(made.events.every(({ type }) => type?.text.startsWith('CustomEvent<{ jobId: string')));
    });

  it('holds nothing that is private, and is where package.json says', () => {
    const { customElements } = JSON.parse(read('package.json')) as { customElements: string };
    assert.equal(customElements, MANIFEST);
    const members = ['dicom-viewer', 'dicom-analyzer'].flatMap((tag) => names(element(tag).members));
    assert.deepEqual(
      members.filter((name) => name.startsWith('#') || ['stage', 'stackPosition', 'highlighted', 'threshold'].includes(name)),
      [],
    );
  });
});

/** Lit's own rule: the option, else the property in small letters. */
const attributeOf = (options: string, name: string): string =>
  /attribute: '([a-z-]+)'/.exec(options)?.[1] ?? name.toLowerCase();

const exported = (source: string): string[] =>
  found(source, /exportparts="([a-z, -]+)"/g).flatMap((list) => list.split(', '));
