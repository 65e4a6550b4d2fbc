import { caseFile, tryFile } from './runCase.ts';
import { seedFiles } from './seeds.ts';

/** The messages of the process: the case that starts, its result, and the end of all cases. */
export type Report =
  | { kind: 'case'; index: number }
  | { kind: 'outcome'; code: string }
  | { kind: 'finding'; index: number; message: string }
  | { kind: 'done'; slowest: number };

const [seed, from, to, maxMs] = process.argv.slice(2).map(Number) as [number, number, number, number];
/** Sends a message and waits until it is sent, so that the last reported case is the one that hangs. */
const tell = (report: Report): Promise<void> =>
  new Promise((resolve, reject) => {
    process.send?.(report, (error: Error | null) => {
      if (error === null) resolve();
      else reject(error);
    });
  });

const seeds = await seedFiles();
// Loads the codecs first, so that no case's time includes them.
for (const file of seeds) await tryFile(file);
let slowest = 0;

for (let index = from; index < to; index++) {
  await tell({ kind: 'case', index });
  const start = process.cpuUsage();
  try {
    const code = await tryFile(caseFile(seeds, seed, index));
    await tell({ kind: 'outcome', code });
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await tell({ kind: 'finding', index, message });
  }
  const { user, system } = process.cpuUsage(start);
  const took = (user + system) / 1000;
  slowest = Math.max(slowest, took);
  if (took > maxMs)
    await tell({ kind: 'finding', index, message: `took ${Math.round(took)} ms of computed time` });
}
await tell({ kind: 'done', slowest });
process.disconnect();
