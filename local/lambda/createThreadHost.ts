import { buildSync } from 'esbuild';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StartHost } from './host.ts';

const BOOTSTRAP = new URL('./bootstrap.mjs', import.meta.url);

/** A large young generation: less garbage collection while a bundle is loaded and its first event handled. */
const YOUNG_MB = 96;

/** A bundle as a script, and V8's code cache of it. */
interface Script {
  readonly source: string;
  cache?: Uint8Array;
}

/**
 * Creates hosts that are threads, with separate modules, environment and time. A thread can be stopped between any two
 * instructions and costs much less than a process: for tests that stop thousands of environments.
 * @param speedup the divisor of a function's sleeps, such as between two retries of the SDK
 */
export function createThreadHost(speedup: number): StartHost {
  const scripts = new Map<string, Script>();
  return ({ codeFolder, environment, heap }) => {
    const script = scripts.get(codeFolder) ?? { source: buildScript(join(codeFolder, 'index.mjs')) };
    scripts.set(codeFolder, script);
    const worker = new Worker(BOOTSTRAP, {
      env: { ...environment },
      execArgv: [],
      workerData: { speedup, script },
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.on('message', (compiled: Uint8Array | undefined) => {
      if (compiled !== undefined) script.cache ??= copyToSharedMemory(compiled);
    });
    let failure: string | undefined;
    worker.once('error', (error) => (failure = String(error)));
    return {
      exited: new Promise((resolve) => {
        worker.once('exit', (code) => resolve(failure ?? `its thread ended with exit code ${code}`));
      }),
      outputs: [worker.stdout, worker.stderr],
      // Many threads start at once, which must not fail any of them.
      initMs: 120_000,
      kill: () => void worker.terminate(),
      megabytes: () => Promise.resolve(undefined),
    };
  };
}

/** Builds the bundle as a script that evaluates to a function. */
function buildScript(file: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [file],
    // A script cannot use import(): it contains the deferred modules as well.
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__url' },
  });
  return `(function (require, module, exports, __url) {${outputFiles[0]!.text}\n})`;
}

/** Copies bytes to memory that threads share. */
function copyToSharedMemory(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
