/** Starts `npm start` as a user would, in a folder of its own and on free ports, and stops it again. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from './waitFor.ts';

/** What `outputs.json` holds at least; see the README. */
export interface Outputs {
  portalUrl: string;
  hospitalUrl: string;
  apiUrl: string;
  awsEndpointUrl: string;
  region: string;
  tokenUrl: string;
  eventBusName: string;
  uploadsBucket: string;
  derivedBucket: string;
  jobsTable: string;
}

export interface LocalCloud {
  outputs: Outputs;
  /** The folder given as `--data`. */
  data: string;
  /** All that it printed until now. */
  log(): string;
  /** Sends the signal to the whole process group and waits; answers with the exit code, null where a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Removes the data folder. */
  remove(): void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @param options.config Pulumi.yaml's keys
 * @param options.data a folder of an earlier run, to go on with its state; default: a new one
 * @param options.readyMs how long it may take until `outputs.json` is there; default 120 s
 */
export async function startLocalCloud(
  options: { config?: Record<string, string>; data?: string; readyMs?: number } = {},
): Promise<LocalCloud> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'local-cloud-'));
  const config = Object.entries(options.config ?? {}).flatMap(([key, value]) => [
    '--config',
    `${key}=${value}`,
  ]);
  rmSync(join(data, 'outputs.json'), { force: true });
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'local/commands/start.ts', '--port', '0', '--data', data, ...config],
    { cwd: root, detached: true, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const outputs = await whenReady(
    child,
    join(data, 'outputs.json'),
    options.readyMs ?? 120_000,
    () => printed,
  );
  return {
    outputs,
    data,
    log: () => printed,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, signal);
      return exited;
    },
    remove: () => rmSync(data, { recursive: true, force: true }),
  };
}

async function whenReady(
  child: ChildProcess,
  file: string,
  limitMs: number,
  log: () => string,
): Promise<Outputs> {
  const read = (): boolean => {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${log()}`);
    return existsSync(file);
  };
  try {
    await waitFor(() => `npm start to be ready:\n${log()}`, read, { limitMs, everyMs: 100 });
  } catch (error) {
    if (child.exitCode === null) process.kill(-child.pid!, 'SIGKILL');
    throw error;
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Outputs;
}
