/**
 * `npm run combinations [-- PATTERN]`: starts the program as `pulumi up` does, with every combination of the options or
 * those whose descriptions contain the pattern, and prints the faults of each. Exits 1 if there are any.
 */
import { COMBINATIONS } from './support/combinations.ts';
import { findFaults } from './support/findFaults.ts';
import { LONG_NAMED } from './support/longNamed.ts';

const [pattern = ''] = process.argv.slice(2);
const wanted = COMBINATIONS.filter(({ description }) => description.includes(pattern));
let failed = 0;
for (const combination of wanted) {
  const { resources, faults } = await findFaults(combination, LONG_NAMED);
  console.log(
    `${faults.length === 0 ? 'ok   ' : 'FAULT'} ${String(resources).padStart(4)} resources: ${combination.description}`,
  );
  for (const fault of faults) console.log(`      ${fault}`);
  failed += faults.length > 0 ? 1 : 0;
}
console.log(`${wanted.length} combinations, ${failed} with faults`);
process.exit(failed > 0 ? 1 : 0);
