import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Answer, Request } from './measurement.ts';

/** A process that answers a JSON line with a JSON line, kept warm between them. */
export interface Peer {
  ask(request: Request): Promise<Answer>;
  stop(): Promise<void>;
}

export function startPeer(command: string, args: string[]): Peer {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error(`${command} ended while it was asked for ${request.path}.`);
      return JSON.parse(line.value) as Answer;
    },
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
