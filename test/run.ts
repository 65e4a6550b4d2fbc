/**
 * Runs every suite, each in a process of its own, and ends with one line that adds them all up.
 *
 *   npm test                 all suites
 *   npm test -- dicom local  only these folders of test/
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  failures: { title: string; error: string }[];
}

/** A suite that hangs is a failure that says so, not a build that never ends. */
const SUITE_LIMIT_MS = 12 * 60_000;

const wanted = process.argv.slice(2);
const suites = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => file.split(/[\\/]/)[0] ?? '')
  .filter((suite, index, all) => all.indexOf(suite) === index)
  .filter((suite) => wanted.length === 0 || wanted.includes(suite))
  .sort();

const scratch = mkdtempSync(join(tmpdir(), 'test-counts-'));
const total: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
for (const suite of suites) {
  const counts = await runSuite(suite);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  total.failures.push(...counts.failures.map(({ title, error }) => ({ title: `${suite}: ${title}`, error })));
}
rmSync(scratch, { recursive: true });

if (suites.length === 0) throw new Error(`no suite of that name in test/: ${wanted.join(', ')}`);
// Once more at the end: whoever reads only the last page of a long log still sees what failed, and how.
for (const { title, error } of total.failures) console.log(`\nFAILED ${title}\n${error}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs one folder of test/ with mocha; a crash, a hang or a bad exit without a failed test counts as one failure. */
async function runSuite(suite: string): Promise<Counts> {
  console.log(`\n== ${suite}`);
  const file = join(scratch, `${suite}.json`);
  const mocha = ['--import', 'tsx', 'node_modules/mocha/bin/mocha.js'];
  const options = [
    '--reporter',
    'test/support/reporter.cjs',
    '--timeout',
    '20000',
    `test/${suite}/**/*.test.ts`,
  ];
  const child = spawn(process.execPath, [...mocha, ...options], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, TEST_COUNTS_FILE: file },
  });
  const timer = setTimeout(() => {
    console.log(`${suite}: not done within ${SUITE_LIMIT_MS / 60_000} minutes; stopped`);
    child.kill('SIGKILL');
  }, SUITE_LIMIT_MS);
  const code = await new Promise<number>((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
  clearTimeout(timer);
  const counts = readCounts(file);
  if (code !== 0 && counts.failed === 0) {
    console.log(`${suite}: ended with exit code ${code} though no test failed`);
    counts.failed = 1;
    counts.failures.push({ title: 'the process', error: `exit code ${code} though no test failed` });
  }
  return counts;
}

function readCounts(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 0, skipped: 0, failures: [] };
  }
}
