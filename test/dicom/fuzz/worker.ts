import { parentPort, workerData } from 'node:worker_threads';
import { caseFile, tryFile } from './runCase.ts';
import { seedFiles } from './seeds.ts';

/** What the worker tells of its cases: in bulk, but each finding at once. */
export type Report =
  | { kind: 'finding'; index: number; message: string }
  | { kind: 'done'; outcomes: Record<string, number>; slowest: number };

const { seed, from, to, maxMs, progress } = workerData as {
  seed: number;
  from: number;
  to: number;
  maxMs: number;
  progress: SharedArrayBuffer;
};
const at = new Int32Array(progress);
const outcomes: Record<string, number> = {};
let slowest = 0;
const seeds = await seedFiles();
// The codecs are loaded once, and that is not a case's time.
for (const file of seeds) await tryFile(file);
const tell = (report: Report): void => parentPort?.postMessage(report);

for (let index = from; index < to; index++) {
  Atomics.store(at, 0, index);
  const start = performance.now();
  try {
    const outcome = await tryFile(caseFile(seeds, seed, index));
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  } catch (error) {
    tell({
      kind: 'finding',
      index,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
  const took = performance.now() - start;
  slowest = Math.max(slowest, took);
  if (took > maxMs) tell({ kind: 'finding', index, message: `took ${Math.round(took)} ms` });
}
tell({ kind: 'done', outcomes, slowest });
