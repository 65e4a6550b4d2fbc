import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Answer, Request } from './measurement.ts';

/** A process that answers each JSON line with a JSON line and stays warm in between. */
export interface Peer {
  measure(request: Request): Promise<Answer>;
  stop(): Promise<void>;
}

export function startPeer(command: string, args: string[]): Peer {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async measure(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error(`${command} ended while it decoded ${request.path}.`);
      return JSON.parse(line.value) as Answer;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
