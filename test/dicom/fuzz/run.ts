/**
 * `npm run fuzz -- [--cases 200000] [--seed 1] [--from 0]` opens, reads and displays damaged files. Reports each case that
 * hangs, crashes, takes more than 2 s or throws an error other than DicomError. The seed and the number determine a case:
 * `--from N --cases 1` repeats one. `--attacks` measures five known attacks instead.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runAttacks } from './runAttacks.ts';
import type { Report } from './worker.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string' },
    seed: { type: 'string' },
    from: { type: 'string' },
    attacks: { type: 'boolean', default: false },
  },
});
const from = Number(values.from ?? 0);
const to = from + Number(values.cases ?? 200_000);
const seed = Number(values.seed ?? 1);
/** The maximum time of a case. A process without output for fifteen times as long is ended, to allow for a busy machine. */
const MAX_MS = 2000;
const HANG_MS = 15 * MAX_MS;

const outcomes: Record<string, number> = {};
const findings: string[] = [];
let slowest = 0;
const started = performance.now();

/** Runs cases in a process until they are done or one of them hangs or kills it. @returns where to go on */
function runFrom(first: number): Promise<number> {
  return new Promise((resolve) => {
    let index = first;
    let done = false;
    let hung = false;
    // A process can run out of memory alone, unlike a thread, and Node 20 cannot start a thread from TypeScript.
    const child = fork(
      fileURLToPath(new URL('worker.ts', import.meta.url)),
      [seed, first, to, MAX_MS].map(String),
    );
    const stop = () => {
      hung = true;
      child.kill('SIGKILL');
    };
    let watch = setTimeout(stop, HANG_MS);
    child.on('message', (report: Report) => {
      clearTimeout(watch);
      watch = setTimeout(stop, HANG_MS);
      if (report.kind === 'case') index = report.index;
      else if (report.kind === 'finding') findings.push(`case ${report.index}: ${report.message}`);
      else if (report.kind === 'outcome') outcomes[report.code] = (outcomes[report.code] ?? 0) + 1;
      else {
        done = true;
        slowest = Math.max(slowest, report.slowest);
      }
    });
    child.on('exit', (code, signal) => {
      clearTimeout(watch);
      if (!done) findings.push(`case ${index} ${hung ? 'hangs' : `ended the process: ${signal ?? code}`}`);
      resolve(done ? to : index + 1);
    });
  });
}

if (values.attacks) {
  runAttacks();
  process.exit();
}
for (let next = from; next < to;) next = await runFrom(next);
console.table(outcomes);
console.log(`${to - from} cases of seed ${seed} in ${Math.round((performance.now() - started) / 1000)} s`);
console.log(`slowest case ${Math.round(slowest)} ms of computed time; findings: ${findings.length}`);
for (const finding of findings.slice(0, 50)) console.log(finding);
process.exitCode = findings.length === 0 ? 0 : 1;
