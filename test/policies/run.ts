/**
 * Checks the program's resource graph, for dev and prod.
 *
 *   npm run policies                 rule, resources looked at, violations, exceptions with reasons
 *   npm run policies -- --mutants    deletes and weakens every property that a rule reads, one at a time, and shows
 *                                    that the rule notices
 */
import { checkEnvironment, testMutants } from './check.ts';

const mutants = process.argv.includes('--mutants');
let failures = 0;
for (const environment of ['dev', 'prod']) {
  console.log(`\n${environment}`);
  if (mutants) {
    let all = 0;
    for (const { rule, made, survived } of await testMutants(environment)) {
      failures += survived.length;
      all += made;
      console.log(`  ${rule.padEnd(34)} ${String(made).padStart(5)} mutants  ${survived.length} survived`);
      for (const line of survived) console.log(`    survived: ${line}`);
    }
    console.log(`  ${all} mutants`);
  } else {
    const results = await checkEnvironment(environment);
    for (const { rule, checked, violations, excepted } of results) {
      failures += violations.length;
      console.log(
        `  ${rule.name.padEnd(34)} ${String(checked).padStart(3)}  ${violations.length} violations`,
      );
      for (const { resource, message } of violations) console.log(`    ${resource}: ${message}`);
      for (const { resource, reason } of excepted) console.log(`    except ${resource}: ${reason}`);
    }
    const violations = results.reduce((sum, one) => sum + one.violations.length, 0);
    console.log(`  ${results.length} rules, ${violations} violations`);
  }
}
process.exitCode = failures > 0 ? 1 : 0;
