import { buildSync } from 'esbuild';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { StartHost } from './host.ts';

const BOOTSTRAP = new URL('./bootstrap.mjs', import.meta.url);

/** Room for what is new: less of the time goes into collecting while a bundle is loaded and its first event handled. */
const YOUNG_MB = 96;

/** A bundle as V8 can keep what it compiled of it. */
interface Script {
  readonly source: string;
  cache?: Uint8Array;
}

/**
 * Threads with modules, environment and time of their own, ended between two instructions: for runs that end thousands
 * of environments, each of which costs a small part of what a process does.
 * @param haste what a function sleeps, as between two tries of the SDK, is divided by this
 */
export function createThreadHost(haste: number): StartHost {
  const scripts = new Map<string, Script>();
  return ({ codeFolder, environment, heap }) => {
    const script = scripts.get(codeFolder) ?? { source: asFunction(join(codeFolder, 'index.mjs')) };
    scripts.set(codeFolder, script);
    const worker = new Worker(BOOTSTRAP, {
      env: { ...environment },
      execArgv: [],
      workerData: { haste, script },
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.on('message', (compiled: Uint8Array | undefined) => {
      if (compiled !== undefined) script.cache ??= shared(compiled);
    });
    let failure: string | undefined;
    worker.once('error', (error) => (failure = String(error)));
    return {
      exited: new Promise((resolve) => {
        worker.once('exit', (code) => resolve(failure ?? `its thread ended with exit code ${code}`));
      }),
      outputs: [worker.stdout, worker.stderr],
      // Many start at once, and none is to fail for that.
      initMs: 120_000,
      kill: () => void worker.terminate(),
      megabytes: () => Promise.resolve(undefined),
    };
  };
}

/** The same bundle, as a function that a script evaluates to. */
function asFunction(file: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [file],
    // A script has no loader for import(): what a function loads on first need is in it.
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__url' },
  });
  return `(function (require, module, exports, __url) {${outputFiles[0]!.text}\n})`;
}

/** In memory that threads read without a copy each. */
function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}
