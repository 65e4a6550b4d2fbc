/**
 * `npm run fuzz -- [--cases 200000] [--seed 1] [--from 0]` opens, reads and shows that many broken files, and names each
 * one that hung, crashed, took more than 2 s or was refused by anything but a DicomError. A case is a function of seed
 * and number: `--from N --cases 1` runs one again.
 */
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Report } from './worker.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string' }, seed: { type: 'string' }, from: { type: 'string' } },
});
const from = Number(values.from ?? 0);
const to = from + Number(values.cases ?? 200_000);
const seed = Number(values.seed ?? 1);
/** A case may take this long; a worker that stands still for five times that is ended. */
const MAX_MS = 2000;

const outcomes: Record<string, number> = {};
const findings: string[] = [];
let slowest = 0;
const started = performance.now();

/** Runs cases in a worker until they are done or one of them hangs or kills it. @returns where to go on */
function runFrom(first: number): Promise<number> {
  return new Promise((resolve) => {
    const progress = new Int32Array(new SharedArrayBuffer(4));
    progress[0] = first - 1;
    const worker = new Worker(new URL('worker.ts', import.meta.url), {
      execArgv: ['--import', 'tsx'],
      workerData: { seed, from: first, to, maxMs: MAX_MS, progress: progress.buffer },
    });
    let seen = -1;
    let finished = false;
    const watch = setInterval(() => {
      const index = Atomics.load(progress, 0);
      if (index === seen && index >= first) end(`case ${index} hangs`, index + 1);
      seen = index;
    }, 5 * MAX_MS);
    const end = (finding: string | undefined, next: number) => {
      if (finished) return;
      finished = true;
      clearInterval(watch);
      if (finding !== undefined) findings.push(finding);
      void worker.terminate().then(() => {
        resolve(next);
      });
    };
    worker.on('message', (report: Report) => {
      if (report.kind === 'finding') findings.push(`case ${report.index}: ${report.message}`);
      if (report.kind !== 'done') return;
      for (const [code, count] of Object.entries(report.outcomes))
        outcomes[code] = (outcomes[code] ?? 0) + count;
      slowest = Math.max(slowest, report.slowest);
      end(undefined, to);
    });
    worker.on('error', (error) => {
      const index = Atomics.load(progress, 0);
      end(
        `case ${index} ended the worker: ${error instanceof Error ? error.message : String(error)}`,
        index + 1,
      );
    });
  });
}

for (let next = from; next < to;) next = await runFrom(next);
console.table(outcomes);
console.log(`${to - from} cases of seed ${seed} in ${Math.round((performance.now() - started) / 1000)} s`);
console.log(`slowest case ${Math.round(slowest)} ms; findings: ${findings.length}`);
for (const finding of findings.slice(0, 50)) console.log(finding);
process.exitCode = findings.length === 0 ? 0 : 1;
