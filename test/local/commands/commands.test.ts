import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { startLocalCloud } from '../../support/localCloud.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node in the repository's folder and waits for its end. */
async function runNode(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const run = (script: string, ...args: string[]): Promise<Ended> =>
  runNode('--import', 'tsx', `local/commands/${script}.ts`, ...args);

/** Asserts an exit code of 2 and one line on stderr that matches the pattern. */
function assertUsageError({ code, stdout, stderr }: Ended, pattern: RegExp): void {
  assert.equal(code, 2, stderr);
  assert.match(stderr, /^[^\n]+\n$/, 'stderr holds one line');
  assert.match(stderr, pattern);
  assert.equal(stdout, '');
}

describe('local commands', () => {
  const folders: string[] = [];
  const makeFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'commands-'));
    folders.push(folder);
    return folder;
  };
  after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

  for (const [script, command, option] of [
    ['start', 'npm start', '--port N'],
    ['invoke', 'npm run invoke', '--data DIR'],
    ['printGraph', 'npm run graph', '--mermaid'],
    ['preflight', 'npm run preflight', '--stack NAME'],
  ] as const) {
    it(`${command} prints its usage and options for --help`, async () => {
      const { code, stdout, stderr } = await run(script, '--help');
      assert.equal(code, 0);
      assert.equal(stderr, '');
      assert.ok(stdout.startsWith(`Usage: ${command} -- `), stdout);
      assert.ok(stdout.includes(option), stdout);
    });

    it(`${command} rejects an unknown option in one line`, async () => {
      assertUsageError(
        await run(script, '--bogus'),
        new RegExp(`^${command}: Unknown option '--bogus'; \`${command} -- --help\` lists`),
      );
    });

    it(`${command} is what package.json runs`, () => {
      const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
        scripts: Record<string, string>;
      };
      const name = command.replace(/^npm (run )?/, '');
      assert.equal(scripts[name], `node --import tsx local/commands/${script}.ts`);
    });
  }

  for (const script of ['start', 'printGraph', 'preflight'])
    it(`${script} rejects an unknown configuration key and names the known ones`, async () => {
      assertUsageError(await run(script, '--config', 'retention=7'), /`retention`.*retentionDays/);
    });

  it('npm start rejects a configuration value and shows one that would do', async () => {
    const ended = await run('start', '--port', '0', '--data', makeFolder(), '--config', 'environment=moon');
    assertUsageError(ended, /environment.*"moon".*dev.*--config environment=/);
  });

  it('npm run graph rejects a configuration value and shows one that would do', async () => {
    assertUsageError(
      await run('printGraph', '--config', 'environment=moon'),
      /environment.*"moon".*dev.*--config environment=/,
    );
  });

  it('npm start rejects a --config without a value', async () => {
    assertUsageError(await run('start', '--config', 'waf'), /--config.*KEY=VALUE.*`waf`/);
  });

  it('npm start rejects a port that is not a number', async () => {
    assertUsageError(await run('start', '--port', 'http'), /--port must be a whole number.*`http`/);
  });

  it('npm start names the port that is in use and the option that changes it', async () => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      assertUsageError(
        await run('start', '--port', String(port), '--data', makeFolder()),
        new RegExp(`Port ${port} is in use.*--port`),
      );
    } finally {
      other.close();
    }
  });

  it('npm start names the data folder that is not writable and the option that changes it', async () => {
    const file = join(makeFolder(), 'file');
    writeFileSync(file, '');
    assertUsageError(
      await run('start', '--port', '0', '--data', join(file, 'data')),
      /data folder .*file\/data is not writable.*--data DIR/,
    );
  });

  it('npm start names the process that already uses the data folder', async () => {
    const data = makeFolder();
    writeFileSync(join(data, 'lock'), String(process.pid));
    assertUsageError(
      await run('start', '--port', '0', '--data', data),
      new RegExp(`Process ${process.pid} already runs.*--data DIR`),
    );
  });

  it('npm run invoke asks for the local cloud where none has run', async () => {
    assertUsageError(
      await run('invoke', 'decode', 'event.json', '--data', makeFolder()),
      /outputs\.json cannot be read: start the local cloud first/,
    );
  });

  it('npm run invoke rejects a missing argument', async () => {
    assertUsageError(await run('invoke', 'decode'), /1 of 2 arguments/);
  });

  it('npm run preflight names the stacks for one that does not exist', async () => {
    assertUsageError(await run('preflight', '--stack', 'moon'), /no Pulumi\.moon\.yaml.*dev.*prod/);
  });

  it('npm start says on Ctrl+C that it stops and where the state is kept', async () => {
    const cloud = await startLocalCloud();
    try {
      assert.equal(await cloud.stop('SIGINT'), 0);
      assert.match(cloud.log(), /stopping +the state stays in .+; the next `npm start` continues from it/);
      assert.ok(cloud.log().includes(cloud.data));
    } finally {
      cloud.remove();
    }
  });

  describe('requireNode.cjs', () => {
    const withNode = (version: string): Promise<Ended> =>
      runNode(
        '--eval',
        `Object.defineProperty(process, 'versions', { value: { node: '${version}' } }); require('./requireNode.cjs');`,
      );

    it('runs before npm start and npm test', () => {
      const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
        scripts: Record<string, string>;
      };
      assert.equal(scripts.prestart, 'node requireNode.cjs');
      assert.equal(scripts.pretest, 'node requireNode.cjs');
    });

    it('rejects an older Node in one sentence', async () => {
      for (const version of ['8.17.0', '18.20.8', '20.18.3'])
        assertUsageError(
          await withNode(version),
          new RegExp(`^This project needs Node 20\\.19\\.0 or later, and this is Node ${version}: `),
        );
    });

    it('accepts the floor and every later Node', async () => {
      for (const version of ['20.19.0', '20.20.2', '22.1.0', '24.0.0'])
        assert.deepEqual(await withNode(version), { code: 0, stdout: '', stderr: '' });
    });

    it('holds only syntax that an old Node parses', async () => {
      await transform(readFileSync(join(ROOT, 'requireNode.cjs'), 'utf8'), { target: 'es5' });
    });
  });
});
