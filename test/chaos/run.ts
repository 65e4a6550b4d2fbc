/**
 * `npm run chaos -- --uploads N --faults M --seed S [--json]`: uploads to a local cloud on which faults strike, and
 * what came of it; exits 1 on any job lost, doubled or stuck. Rekognition is answered from a table keyed by content.
 */
import { parseArgs } from 'node:util';
import { chaosRun } from './chaosRun.ts';

const { values } = parseArgs({
  options: {
    uploads: { type: 'string', default: '100' },
    faults: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const [uploads, faults, seed] = [values.uploads, values.faults, values.seed].map(Number);
if (![uploads, faults, seed].every((number) => Number.isInteger(number) && number! >= 0))
  throw new Error('--uploads, --faults and --seed want whole numbers from 0 on');
const report = await chaosRun(uploads!, faults!, seed!);
if (values.json) console.log(JSON.stringify(report));
else for (const [name, value] of Object.entries(report)) console.log(name.padEnd(18), JSON.stringify(value));
process.exit(report.lost + report.doubled + report.stuck > 0 ? 1 : 0);
