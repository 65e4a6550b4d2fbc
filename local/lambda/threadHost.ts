import { Worker } from 'node:worker_threads';
import type { StartHost } from './host.ts';

const BOOTSTRAP = new URL('./bootstrap.mjs', import.meta.url);

/**
 * A thread with modules, environment and time of its own, ended between two instructions: a third of what a process
 * costs to start, for runs that end thousands of them.
 * @param haste what a function sleeps, as between two tries of the SDK, is divided by this
 */
export const threadHost =
  (haste: number): StartHost =>
  ({ environment, heap }) => {
    const worker = new Worker(BOOTSTRAP, {
      env: { ...environment },
      execArgv: [],
      workerData: { haste },
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heap },
    });
    let failure: string | undefined;
    worker.once('error', (error) => (failure = String(error)));
    return {
      exited: new Promise((resolve) => {
        worker.once('exit', (code) => resolve(failure ?? `its thread ended with exit code ${code}`));
      }),
      outputs: [worker.stdout, worker.stderr],
      kill: () => void worker.terminate(),
      megabytes: () => Promise.resolve(undefined),
    };
  };
