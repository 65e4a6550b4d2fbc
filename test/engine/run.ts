/**
 * Takes the program through its life under the real Pulumi engine, with a stand-in for the AWS provider.
 *
 *   npm run engine                                   dev, staging and prod
 *   npm run engine -- --stack dev --policy-delay 3   one stack, policies in force after 3 s
 *
 * Exits 1 when an expectation is not met, and 3 when the Pulumi CLI is missing.
 */
import { parseArgs } from 'node:util';
import { findPulumi, PulumiCliMissing } from './pulumiCli.ts';
import { runEngine } from './runEngine.ts';

const { values } = parseArgs({
  options: { stack: { type: 'string', multiple: true }, 'policy-delay': { type: 'string', default: '0' } },
});

let passed = 0;
let failed = 0;
try {
  const pulumi = await findPulumi();
  for (const name of values.stack ?? ['dev', 'staging', 'prod']) {
    const report = await runEngine(pulumi, name, Number(values['policy-delay']) * 1000);
    console.log(`\n${name}: state of ${(report.stateBytes / 1e6).toFixed(2)} MB`);
    for (const { step, seconds, changes } of report.steps)
      console.log(`  ${step.padEnd(24)} ${seconds.toFixed(1).padStart(6)} s  ${describe(changes)}`);
    for (const failure of report.failures) console.log(`  FAILED ${failure}`);
    if (report.failures.length > 0) failed += 1;
    else passed += 1;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof PulumiCliMissing)) throw error;
  console.error(error.message);
  process.exitCode = 3;
}

function describe(changes: Record<string, number> = {}): string {
  return Object.entries(changes)
    .map(([operation, count]) => `${count} ${operation}`)
    .join(', ');
}
