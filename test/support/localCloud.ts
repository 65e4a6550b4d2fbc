/** Runs `npm start` as a user would, on free ports. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { waitFor } from './waitFor.ts';

/** The part of `outputs.json` that tests use. */
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
  /** Returns everything that it has printed. */
  log(): string;
  /** Signals the process group and waits; returns the exit code, or null if a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Removes the data folder. */
  remove(): void;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Starts the local cloud and waits for `outputs.json`.
 * @param options.config values for the keys of Pulumi.yaml
 * @param options.data the folder of an earlier run, whose state it continues; default: a new folder
 * @param options.readyMs the time that the start may take; default 120 s
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
