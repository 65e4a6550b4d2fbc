/**
 * `npm run chaos -- --uploads N --faults M --seed S [--json] [--processes]` uploads images to a local cloud with injected
 * faults and reports the outcome. Exits 1 if a job is lost, doubled or stuck, or if no fault explains a Rekognition call.
 * Rekognition is a table keyed by content. Functions run in threads, or with `--processes` in processes that are killed
 * by SIGKILL.
 *
 * `npm run chaos -- --crashes [--sample N --seed S]` crashes each handler before and after each of its side effects.
 *
 * `npm run chaos -- --replay [--uploads N --seed S]` delivers every event 1 to 5 times and out of order, and all of them
 * again at once, after 25 hours and after 13 days.
 */
import { parseArgs } from 'node:util';
import { chaosRun } from './chaosRun.ts';
import { crashRun } from './crashRun.ts';
import { printReport } from './printReport.ts';
import { replayRun } from './replayRun.ts';

const { values } = parseArgs({
  options: {
    uploads: { type: 'string', default: '100' },
    faults: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    processes: { type: 'boolean', default: false },
    crashes: { type: 'boolean', default: false },
    replay: { type: 'boolean', default: false },
    sample: { type: 'string' },
  },
});

function whole(name: 'uploads' | 'faults' | 'seed' | 'sample'): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new Error(`--${name} must be a whole number of at least 0, not \`${values[name]}\`.`);
}

const { json, processes } = values;
const progress = (text: string): boolean => process.stderr.write(`${text}\n`);

async function crashes(): Promise<boolean> {
  const sample = values.sample === undefined ? {} : { sample: whole('sample') };
  const { cases, ...rest } = await crashRun({ ...sample, seed: whole('seed'), processes, progress });
  if (json) printReport({ ...rest, cases }, true);
  else {
    for (const { scenario, when, effect, converged, why = '' } of cases)
      console.log(converged ? 'ok    ' : 'FAILED', `${scenario}: ${when} ${effect}`, why);
    printReport(rest, false);
  }
  return rest.failed === 0;
}

async function faults(): Promise<boolean> {
  const [uploads, count, seed] = [whole('uploads'), whole('faults'), whole('seed')];
  const report = await chaosRun({ uploads, faults: count, seed, processes, progress });
  printReport(report, json);
  const { lost, doubled, stuck, unexplainedCalls } = report;
  return lost + doubled + stuck + unexplainedCalls === 0;
}

async function replay(): Promise<boolean> {
  const report = await replayRun(whole('uploads'), whole('seed'), progress);
  printReport(report, json);
  return report.wrong + report.changed + report.newVersions === 0;
}

const run = values.crashes ? crashes : values.replay ? replay : faults;
process.exit((await run()) ? 0 : 1);
