import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { StartHost } from './host.ts';
import { readResidentMegabytes } from './readResidentMegabytes.ts';

const BOOTSTRAP = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));

/** Starts a host that is a separate process, which SIGKILL ends: isolated as on Lambda. */
export const startProcessHost: StartHost = ({ codeFolder, environment, heap }) => {
  const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, BOOTSTRAP], {
    cwd: codeFolder,
    env: { ...environment },
    // The environment ends when this channel closes, which even SIGKILL of the local cloud does.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return {
    exited: new Promise((resolve) => {
      child.once('exit', (code, signal) =>
        resolve(`its process ended with ${signal ?? `exit code ${code ?? '?'}`}`),
      );
      child.once('error', ({ message }) => resolve(message));
    }),
    outputs: [child.stdout, child.stderr].filter((stream) => stream !== null),
    kill: () => void child.kill('SIGKILL'),
    megabytes: () => readResidentMegabytes(child.pid),
  };
};
