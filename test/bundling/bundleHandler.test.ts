import assert from 'node:assert/strict';
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashOfFiles, writeFiles } from '../../bundling/bundleFolder.ts';
import { buildHandler } from '../../bundling/buildHandler.ts';
import { bundleHandler } from '../../bundling/bundleHandler.ts';

const SOURCE = `import { greeting } from './lib/greeting.ts';
import { basename } from 'node:path';
export const handler = () => basename('/x/' + greeting);
`;

describe('buildHandler', () => {
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'bundle-'))));
  afterEach(() => rm(folder, { recursive: true }));

  /** Writes a handler with a module beside it, and returns the path of its entry. */
  const project = async (name: string, source: string): Promise<string> => {
    await mkdir(join(folder, name, 'lib'), { recursive: true });
    await writeFile(join(folder, name, 'lib', 'greeting.ts'), 'export const greeting: string = "hello";\n');
    await writeFile(join(folder, name, 'entry.ts'), source);
    return join(folder, name, 'entry.ts');
  };
  const hashOf = async (path: string): Promise<string> => hashOfFiles((await buildHandler(path)).files);
  /** Builds a handler and calls it. */
  const called = async (path: string): Promise<unknown> => {
    const built = await mkdtemp(join(folder, 'built-'));
    writeFiles(built, (await buildHandler(path)).files);
    const { handler } = (await import(join(built, 'index.mjs'))) as { handler: () => unknown };
    return handler();
  };

  it('gives equal bytes for equal sources from any folder', async () => {
    const [one, other] = await Promise.all([project('one', SOURCE), project('a/much/deeper/other', SOURCE)]);
    assert.equal(await hashOf(one), await hashOf(other));
  });

  it('gives other bytes for other sources, and code that runs', async () => {
    const path = await project('one', SOURCE);
    const before = await hashOf(path);
    await project('one', SOURCE.replace('/x/', '/y/z/'));
    assert.notEqual(await hashOf(path), before);
    assert.equal(await called(path), 'hello');
  });

  it('lets CommonJS packages call require', async () => {
    await writeFile(join(folder, 'old.cjs'), 'module.exports = require("node:os").EOL;');
    await writeFile(join(folder, 'new.ts'), 'import EOL from "./old.cjs"; export const handler = () => EOL;');
    assert.equal(await called(join(folder, 'new.ts')), '\n');
  });

  it('puts what import() loads into chunks, with equal bytes from any folder', async () => {
    const paths = await Promise.all(
      ['one', 'other/deeper'].map(async (name) => {
        const path = await project(
          name,
          "export const handler = async () => (await import('./lib/big.ts')).big;",
        );
        await writeFile(join(folder, name, 'lib', 'big.ts'), 'export const big = "only when needed";');
        return path;
      }),
    );
    const [one, other] = await Promise.all(paths.map(buildHandler));
    assert.deepEqual([...other!.files], [...one!.files]);
    const names = [...one!.files.keys()];
    assert.equal(names.length, 2);
    assert.ok(names.some((name) => /^chunks\/big-[A-Z0-9]{8}\.mjs$/.test(name)));
    assert.doesNotMatch(textOf(one!.files.get('index.mjs')!), /only when needed/);
    assert.equal(await called(paths[0]!), 'only when needed');
  });

  it('holds a module once that the entry and a chunk share, with one state', async () => {
    const path = await project(
      'one',
      `import { Refusal } from './lib/refusal.ts';
export const handler = async () => {
  try {
    (await import('./lib/late.ts')).refuse();
  } catch (error) {
    return error instanceof Refusal;
  }
};`,
    );
    await writeFile(join(folder, 'one', 'lib', 'refusal.ts'), 'export class Refusal extends Error {}');
    await writeFile(
      join(folder, 'one', 'lib', 'late.ts'),
      "import { Refusal } from './refusal.ts'; export const refuse = () => { throw new Refusal(); };",
    );
    const { files } = await buildHandler(path);
    const holding = [...files.values()].filter((contents) =>
      textOf(contents).includes('class Refusal extends'),
    );
    assert.equal(
      holding.length + [...files.values()].filter((one) => textOf(one).includes('Refusal=class')).length,
      1,
    );
    assert.equal(await called(path), true);
  });

  it('names file and line of a mistake', async () => {
    const path = await project(
      'one',
      "import { missing } from './lib/nothing.ts';\nexport const handler = missing;\n",
    );
    await assert.rejects(buildHandler(path), /entry\.ts:1.*nothing\.ts/s);
  });
});

describe('bundleHandler', function () {
  this.timeout(60_000);

  it('returns one folder for a handler of this package, whose name holds a hash', async () => {
    const [one, other] = await Promise.all([bundleHandler('openapi'), bundleHandler('openapi')]);
    assert.equal(one, other);
    assert.match(one, /[\\/]\.bundles[\\/]openapi-[0-9a-f]{16}$/);
    assert.ok((await readdir(one)).includes('index.mjs'));
  });

  it('bundles your own entry into a folder that is named by its code', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'own-'));
    try {
      const path = join(folder, 'count.ts');
      await writeFile(path, 'export const handler = () => 7;');
      const bundle = await bundleHandler(path);
      const { files } = await buildHandler(path);
      assert.ok(bundle.endsWith(`count-${hashOfFiles(files)}`));
      assert.equal(await readFile(join(bundle, 'index.mjs'), 'utf8'), textOf(files.get('index.mjs')!));
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('rejects a handler that there is not', async () => {
    await assert.rejects(bundleHandler('nothing'), /no file .*handlers\/nothing\.ts/);
  });
});

const textOf = (contents: Uint8Array): string => Buffer.from(contents).toString();
