/**
 * `npm run soak -- [--jobs N] [--json]` sends many small jobs through one `npm start`. Exits 1 if the memory of all its
 * processes at the end exceeds 1.2 times that after the first tenth, if more processes or descriptors are open than at
 * any time in the first half, if a process remains after the stop, or if a job did not complete.
 */
import { parseArgs } from 'node:util';
import { soak } from './soak.ts';

const MEMORY_RATIO = 1.2;
/** The tolerated growth of descriptors. Keep-alive connections vary, and a leak would grow with every job. */
const DESCRIPTORS = 20;

const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
});
const report = await soak(Number(values.jobs), ({ jobs, megabytes, processes, descriptors, rate }) => {
  if (!values.json)
    console.log(
      `${String(jobs).padStart(6)} jobs  ${megabytes} MB in ${processes} processes  ${descriptors} descriptors  ${rate.toFixed(2)} jobs/s`,
    );
});
if (values.json) console.log(JSON.stringify(report));
else
  console.log(
    `\n${report.seconds} s, ${JSON.stringify(report.states)}; memory ${report.memoryRatio.toFixed(2)} times, ` +
      `${report.descriptorsLeftOver} descriptors and ${report.processesLeftOver} processes more than at any time in the first half; ` +
      `${report.orphans} processes remained after the stop`,
  );
const failed =
  report.memoryRatio > MEMORY_RATIO ||
  report.descriptorsLeftOver > DESCRIPTORS ||
  report.processesLeftOver > 0 ||
  report.orphans > 0 ||
  report.states['completed'] !== report.jobs;
process.exit(failed ? 1 : 0);
