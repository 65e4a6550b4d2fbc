import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleHandler, bundledFiles } from '../../bundling/bundleHandler.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('bundle', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'bundle-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const project = async (name: string, source: string): Promise<string> => {
    await mkdir(join(folder, name, 'lib'), { recursive: true });
    await writeFile(join(folder, name, 'lib', 'greeting.ts'), 'export const greeting: string = "hello";\n');
    await writeFile(join(folder, name, 'entry.ts'), source);
    return join(folder, name, 'entry.ts');
  };
  const bundleText = async (path: string): Promise<string> => (await bundledFiles(path)).get('index.mjs')!;
  const SOURCE = `import { greeting } from './lib/greeting.ts';
import { basename } from 'node:path';
export const handler = () => basename('/x/' + greeting);
`;

  it('gives equal bytes for equal sources from any folder', async () => {
    const [one, other] = await Promise.all([project('one', SOURCE), project('a/much/deeper/other', SOURCE)]);
    assert.equal(sha256(await bundleText(one)), sha256(await bundleText(other)));
  });

  it('gives other bytes for other sources, and code that runs', async () => {
    const path = await project('one', SOURCE);
    const before = await bundleText(path);
    await project('one', SOURCE.replace('/x/', '/y/z/'));
    const after = await bundleText(path);
    assert.notEqual(sha256(before), sha256(after));
    await writeFile(join(folder, 'index.mjs'), after);
    const { handler } = (await import(join(folder, 'index.mjs'))) as { handler: () => string };
    assert.equal(handler(), 'hello');
  });

  it('has CommonJS packages find require', async () => {
    await writeFile(join(folder, 'old.cjs'), 'module.exports = require("node:os").EOL;');
    await writeFile(join(folder, 'new.ts'), 'import EOL from "./old.cjs"; export const handler = () => EOL;');
    await writeFile(join(folder, 'index.mjs'), await bundleText(join(folder, 'new.ts')));
    const { handler } = (await import(join(folder, 'index.mjs'))) as { handler: () => string };
    assert.equal(handler(), '\n');
  });

  it('keeps what is loaded on first need in files of their own, alike from any folder', async () => {
    const made = await Promise.all(
      ['one', 'other/deeper'].map(async (name) => {
        await mkdir(join(folder, name, 'ordinary'), { recursive: true });
        await writeFile(join(folder, name, 'ordinary', 'big.ts'), 'export const big = "only when asked";');
        await writeFile(
          join(folder, name, 'entry.ts'),
          "export const handler = async () => (await import('./ordinary/big.ts')).big;",
        );
        return bundledFiles(join(folder, name, 'entry.ts'));
      }),
    );
    const [one, other] = [made[0]!, made[1]!];
    assert.deepEqual([...one.keys()], ['index.mjs', 'lazy/ordinary-big.mjs']);
    assert.deepEqual([...other], [...one]);
    assert.doesNotMatch(one.get('index.mjs')!, /only when asked/);
    await mkdir(join(folder, 'lazy'));
    for (const [path, text] of one) await writeFile(join(folder, path), text);
    const { handler } = (await import(join(folder, 'index.mjs'))) as { handler: () => Promise<string> };
    assert.equal(await handler(), 'only when asked');
  });

  it('gives a function no file that only another one loads', async () => {
    const [plain, lazy] = await Promise.all([
      project('plain', SOURCE),
      project('ordinary', "export const handler = () => import('./ordinary/x.ts');"),
    ]);
    await mkdir(join(folder, 'ordinary', 'ordinary'));
    await writeFile(join(folder, 'ordinary', 'ordinary', 'x.ts'), 'export const x = 1;');
    const [alone, withLeaf] = await Promise.all([bundledFiles(plain), bundledFiles(lazy)]);
    assert.deepEqual([...alone.keys()], ['index.mjs']);
    assert.deepEqual([...withLeaf.keys()], ['index.mjs', 'lazy/ordinary-x.mjs']);
  });

  it('has a leaf load another leaf, and refuses two of one name', async () => {
    await project('one', "export const handler = async () => (await import('./lib/outer.ts')).outer();");
    await writeFile(
      join(folder, 'one', 'lib', 'outer.ts'),
      "export const outer = async () => (await import('./inner.ts')).inner;",
    );
    await writeFile(join(folder, 'one', 'lib', 'inner.ts'), "export const inner = 'from within';");
    const files = await bundledFiles(join(folder, 'one', 'entry.ts'));
    assert.deepEqual([...files.keys()], ['index.mjs', 'lazy/inner.mjs', 'lazy/lib-outer.mjs']);
    await mkdir(join(folder, 'lazy'));
    for (const [path, text] of files) await writeFile(join(folder, path), text);
    const { handler } = (await import(join(folder, 'index.mjs'))) as { handler: () => Promise<string> };
    assert.equal(await handler(), 'from within');

    await project('two', "export const handler = () => [import('./lib/a/x.ts'), import('./lib/b/y.ts')];");
    for (const [name, loads] of [
      ['a', 'x'],
      ['b', 'y'],
    ]) {
      await mkdir(join(folder, 'two', 'lib', name!));
      const source = `export const load = () => import('./same.ts');`;
      await writeFile(join(folder, 'two', 'lib', name!, `${loads!}.ts`), source);
      await writeFile(join(folder, 'two', 'lib', name!, 'same.ts'), `export const same = '${name!}';`);
    }
    await assert.rejects(bundleHandler(join(folder, 'two', 'entry.ts')), /lazy\/same\.mjs.*Rename one/s);
  });

  it('names file and line of a mistake', async () => {
    const path = await project(
      'one',
      "import { missing } from './lib/nothing.ts';\nexport const handler = missing;\n",
    );
    await assert.rejects(bundleHandler(path), /entry\.ts:1.*nothing\.ts/s);
  });
});
