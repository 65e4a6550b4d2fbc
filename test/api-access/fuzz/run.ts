/**
 * `npm run fuzz:api -- [--cases N] [--seed S]` sends requests generated from GET /openapi.json: valid, invalid and at the
 * bounds. It exits 1 on a response of 500 or above, or one that the document does not describe.
 */
import { parseArgs } from 'node:util';
import { fuzzApi } from './fuzzApi.ts';

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
const { seed, cases, statuses, findings } = await fuzzApi(Number(values.cases), Number(values.seed));
for (const [name, row] of Object.entries(statuses).sort())
  console.log(
    name.padEnd(12),
    Object.entries(row)
      .map(([status, count]) => `${status}: ${count}`)
      .join('  '),
  );
for (const { request, why } of findings.slice(0, 50)) console.log(`\n${request}\n  ${why}`);
console.log(`\nseed ${seed}: ${cases} requests, ${findings.length} findings`);
process.exit(findings.length > 0 ? 1 : 0);
