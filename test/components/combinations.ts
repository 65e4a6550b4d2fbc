/**
 * `npm run combinations [-- PATTERN]`: starts the program as `pulumi up` does in every combination of the options, or
 * those whose words hold the pattern, and prints what is wrong with each. Exits 1 if there is anything.
 */
import { COMBINATIONS } from './support/combinations.ts';
import { flawsOf } from './support/flaws.ts';
import { LONG_NAMED } from './support/longNamed.ts';

const [pattern = ''] = process.argv.slice(2);
const wanted = COMBINATIONS.filter(({ what }) => what.includes(pattern));
let failed = 0;
for (const combination of wanted) {
  const { resources, flaws } = await flawsOf(combination, LONG_NAMED);
  console.log(
    `${flaws.length === 0 ? 'well ' : 'WRONG'} ${String(resources).padStart(4)} resources: ${combination.what}`,
  );
  for (const flaw of flaws) console.log(`      ${flaw}`);
  failed += flaws.length > 0 ? 1 : 0;
}
console.log(`${wanted.length} combinations, ${failed} wrong`);
process.exit(failed > 0 ? 1 : 0);
