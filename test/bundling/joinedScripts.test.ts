import assert from 'node:assert/strict';
import { buildSync } from 'esbuild';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { joinedScripts } from '../../bundling/joinedScripts.ts';

const SOURCES = {
  'main.ts': `import { word } from './word.ts';
export const load = () => import('./later.ts');
export { word };`,
  'both.ts': `import { load, word } from './main.ts';
export const all = async () => [word.text, (await load()).said];`,
  'later.ts': `import { part } from './part.ts';
import { word } from './word.ts';
export const said = part + word.text;
export const more = () => import('./last.ts');`,
  'last.ts': `export { part } from './part.ts';`,
  'part.ts': `export const part = 'part of ';`,
  'word.ts': `export const word = { text: 'one' };`,
};

describe('joinedScripts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'joined-test-'));
    for (const [name, source] of Object.entries(SOURCES)) await writeFile(join(folder, name), source);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const made = (soon: string[] = ['later']): Map<string, string> => {
    const options = {
      absWorkingDir: folder,
      outdir: join(folder, 'site'),
      write: false,
      bundle: true,
      format: 'esm',
      chunkNames: 'viewer/[name]-[hash]',
      minify: true,
    } as const;
    const entryPoints = { 'viewer/main': join(folder, 'main.ts'), both: join(folder, 'both.ts') };
    const { outputFiles, metafile } = buildSync({ ...options, entryPoints, splitting: true, metafile: true });
    const entries = Object.keys(entryPoints);
    return joinedScripts({ outputFiles, metafile, entries, always: 'viewer/main', soon, options });
  };

  it('keep what is always loaded in one script, which has the entry point’s name and exports', async () => {
    const scripts = made();
    const names = [...scripts.keys()].map((name) => name.replace(/-[A-Z0-9]{8}\.js$/, '-HASH.js'));
    assert.deepEqual(names.sort(), [
      'both.js',
      'viewer/last-HASH.js',
      'viewer/later-HASH.js',
      'viewer/main-HASH.js',
      'viewer/main.js',
    ]);
    await mkdir(join(folder, 'out/viewer'), { recursive: true });
    await writeFile(join(folder, 'out/package.json'), '{ "type": "module" }');
    for (const [name, text] of scripts) await writeFile(join(folder, 'out', name), text);
    const load = (name: string): Promise<unknown> => import(join(folder, 'out', name));
    const pinned = [...scripts.keys()].find((name) => /main-/.test(name))!;
    const main = (await load('viewer/main.js')) as { word: { text: string } };
    const same = (await load(pinned)) as { word: object; load: () => Promise<{ said: string }> };
    assert.equal(main.word, same.word, 'one module under both names');
    main.word.text = 'two';
    const { all } = (await load('both.js')) as { all: () => Promise<string[]> };
    assert.deepEqual(await all(), ['two', 'part of two']);
    assert.equal((await same.load()).said, 'part of two');
  });

  it('are the same each time', () => {
    assert.deepEqual([...made()], [...made()]);
  });

  it('refuse a name that no script has', () => {
    assert.throws(() => made(['nothing']), /nothing/);
  });
});
