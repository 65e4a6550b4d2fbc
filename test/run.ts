/**
 * Runs every suite, each in a process of its own, two at once, and ends with one line that adds them all up.
 *
 *   npm test                 all suites
 *   npm test -- dicom local  only these folders of test/
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
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

const OUTPUT_LIMIT_MS = 10_000;

/** Suites wait for clocks, browsers and processes of their own: two keep two cores busy. */
const LANES = 2;

const wanted = process.argv.slice(2);
/** Bytes of tests by suite: the largest goes first, so that none is left over at the end. */
const sizes = new Map<string, number>();
for (const file of readdirSync('test', { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.test.ts')) continue;
  const suite = file.split(/[\\/]/)[0] ?? '';
  if (wanted.length === 0 || wanted.includes(suite))
    sizes.set(suite, (sizes.get(suite) ?? 0) + statSync(join('test', file)).size);
}
const suites = [...sizes.keys()].sort((one, other) => sizes.get(other)! - sizes.get(one)!);

const scratch = mkdtempSync(join(tmpdir(), 'test-counts-'));
const total: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
const left = [...suites];
await Promise.all(
  Array.from({ length: LANES }, async () => {
    for (let suite = left.shift(); suite !== undefined; suite = left.shift()) {
      const counts = await runSuite(suite);
      total.passed += counts.passed;
      total.failed += counts.failed;
      total.skipped += counts.skipped;
      total.failures.push(
        ...counts.failures.map(({ title, error }) => ({ title: `${suite}: ${title}`, error })),
      );
    }
  }),
);
rmSync(scratch, { recursive: true });

if (suites.length === 0) throw new Error(`no suite of that name in test/: ${wanted.join(', ')}`);
// Once more at the end: whoever reads only the last page of a long log still sees what failed, and how.
for (const { title, error } of total.failures) console.log(`\nFAILED ${title}\n${error}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs one folder of test/ with mocha; a crash, a hang or a bad exit without a failed test counts as one failure. */
async function runSuite(suite: string): Promise<Counts> {
  const file = join(scratch, `${suite}.json`);
  const mocha = ['--import', 'tsx', 'node_modules/mocha/bin/mocha.js'];
  const options = [
    '--reporter',
    'test/support/reporter.cjs',
    '--timeout',
    '60000',
    `test/${suite}/**/*.test.ts`,
  ];
  const child = spawn(process.execPath, [...mocha, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TEST_COUNTS_FILE: file },
  });
  // A suite's words come together, when it has ended.
  const words: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => words.push(chunk));
  let stopped = '';
  const timer = setTimeout(() => {
    stopped = `not done within ${SUITE_LIMIT_MS / 60_000} minutes; stopped`;
    child.kill('SIGKILL');
  }, SUITE_LIMIT_MS);
  const code = await new Promise<number>((resolve) => {
    child.once('close', (status) => resolve(status ?? 1));
    // A process that outlived the suite would keep its output open.
    child.once('exit', (status) => setTimeout(() => resolve(status ?? 1), OUTPUT_LIMIT_MS).unref());
  });
  clearTimeout(timer);
  console.log(`\n== ${suite}\n${Buffer.concat(words).toString()}${stopped}`);
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
