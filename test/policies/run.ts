/**
 * Checks the program's resource graph, for dev and prod.
 *
 *   npm run policies                 rule, resources looked at, violations, exceptions with reasons
 *   npm run policies -- --mutants    breaks every property that a rule reads, and shows that the rule notices
 */
import { checkEnvironment, killMutants } from './check.ts';

const mutants = process.argv.includes('--mutants');
let failures = 0;
for (const environment of ['dev', 'prod']) {
  if (mutants) {
    const { made, survived } = await killMutants(environment);
    failures += survived.length;
    console.log(`${environment}: ${made} mutants, ${survived.length} survived`);
    for (const line of survived) console.log(`  survived: ${line}`);
  } else {
    console.log(`\n${environment}`);
    for (const { rule, looked, violations, excepted } of await checkEnvironment(environment)) {
      failures += violations.length;
      console.log(`  ${rule.id.padEnd(32)} ${String(looked).padStart(3)}  ${violations.length} violations`);
      for (const { resource } of violations) console.log(`    ${resource}: must be so that it ${rule.says}`);
      for (const { resource, reason } of excepted) console.log(`    except ${resource}: ${reason}`);
    }
  }
}
process.exitCode = failures > 0 ? 1 : 0;
