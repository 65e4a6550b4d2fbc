import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const CONSUMERS = join(ROOT, 'test/consumers');

/** Installs the packed tarball in a project that has only the declared dependencies. */
describe('the packed package', function () {
  this.timeout(180_000);
  let project: string;
  let files: string[];

  before(() => {
    project = mkdtempSync(join(tmpdir(), 'consumer-'));
    const packed = execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', project], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [{ filename, files: listed }] = JSON.parse(packed.slice(packed.indexOf('['))) as [
      { filename: string; files: { path: string }[] },
    ];
    files = listed.map(({ path }) => path);
    const modules = join(project, 'node_modules');
    mkdirSync(join(modules, 'dicom-analyzer'), { recursive: true });
    execFileSync('tar', [
      '-xzf',
      join(project, filename),
      '-C',
      join(modules, 'dicom-analyzer'),
      '--strip-components=1',
    ]);
    const manifest = JSON.parse(readFileSync(join(modules, 'dicom-analyzer/package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of Object.keys(manifest.dependencies)) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
    }
    cpSync(CONSUMERS, project, { recursive: true });
  });
  after(() => rmSync(project, { recursive: true }));

  const run = (consumer: string): unknown =>
    JSON.parse(
      execFileSync(process.execPath, [consumer], {
        cwd: project,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );

  it('contains the build, without sources, tests and the local cloud', () => {
    const unexpected = files.filter(
      (path) =>
        !/^(dist\/|package\.json|README\.md|LICENSE|webcomponents\/custom-elements\.json)/.test(path) ||
        /^dist\/(local|test|bench)\//.test(path),
    );
    assert.deepEqual(unexpected, []);
    assert.ok(files.includes('dist/webcomponents/portal/index.html'));
  });

  it('contains the manifest of the elements, which lists existing modules', () => {
    const { customElements } = JSON.parse(
      readFileSync(join(project, 'node_modules/dicom-analyzer/package.json'), 'utf8'),
    ) as { customElements: string };
    const { modules } = JSON.parse(
      readFileSync(join(project, 'node_modules/dicom-analyzer', customElements), 'utf8'),
    ) as { modules: { path: string }[] };
    assert.equal(modules.length, 3);
    for (const { path } of modules) assert.ok(files.includes(path), path);
  });

  it('exports ./contract', () => {
    assert.deepEqual(run('contract.mjs'), { kind: 'upload', tenant: 'clinic', jobId: '0'.repeat(32) });
  });

  it('exports ./dicom', () => {
    const answer = execFileSync(process.execPath, ['dicom.mjs'], { cwd: project, encoding: 'utf8' });
    assert.equal(answer.trim(), 'jpeg');
  });

  it('exports ./components, which bundle the handlers and the portal of the package', () => {
    const { functions, objects, portalUrl } = run('components.mjs') as Record<string, unknown>;
    assert.equal(functions, 13);
    assert.ok(Number(objects) > 4, `${String(objects)} objects`);
    assert.equal(portalUrl, 'https://portal.example.org');
  });

  it('exports ./testing, whose mocks run a unit test, and passes each role to a transform', () => {
    assert.deepEqual(run('testing.mjs'), {
      apiUrl: 'https://d111111abcdef8.cloudfront.net/api',
      roles: 13,
      unbounded: 0,
      described: 'aws:lambda/function:Function imaging-analyze',
    });
  });

  it('exports ./viewer to a bundler, with the codecs in separate chunks', async () => {
    const { metafile } = await build({
      absWorkingDir: project,
      entryPoints: ['viewer.mjs'],
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir: 'site',
      write: false,
      metafile: true,
      loader: { '.wasm': 'file' },
      external: ['fs', 'path'],
      logLevel: 'silent',
    });
    const first = metafile.outputs['site/viewer.js']!;
    assert.ok(first.bytes > 10_000);
    const codecs = Object.keys(first.inputs).filter((path) => path.includes('@cornerstonejs'));
    assert.deepEqual(codecs, []);
  });

  it('has types for every export', () => {
    execFileSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/typescript/bin/tsc'),
        ...'--noEmit --strict --skipLibCheck --module esnext --moduleResolution bundler'.split(' '),
        ...'--target es2023 --lib es2023,dom,dom.iterable --types node'.split(' '),
        ...['--typeRoots', join(ROOT, 'node_modules/@types'), 'types.ts'],
      ],
      { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] },
    );
  });

  it('exports nothing at its root', () => {
    assert.throws(
      () =>
        execFileSync(process.execPath, ['--input-type=module', '-e', "import 'dicom-analyzer'"], {
          cwd: project,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
        }),
      /ERR_PACKAGE_PATH_NOT_EXPORTED/,
    );
  });
});
