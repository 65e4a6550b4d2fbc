/**
 * Runs the suites, which are the folders of test/, each in its own process, two at once. Ends with a line that adds up
 * all of them.
 *
 *   npm test                                           every suite
 *   npm test -- dicom local/iam                        folders of test/
 *   npm test -- test/local/clock.test.ts               single files
 *   npm test -- test/webcomponents/tools.browser.ts    a file that runs in Chromium
 *   npm test -- -g WORDS                               tests by their titles; other options go to mocha as well
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  failures: { title: string; error: string }[];
}

interface Suite {
  name: string;
  /** Paths below the root. */
  files: string[];
  /** Bytes of these files, an estimate of the time that they take. */
  size: number;
}

/** A suite that hangs fails after this time, so that the run ends. */
const SUITE_LIMIT_MS = 12 * 60_000;

/** A process that outlives its suite keeps the output open: it is read no longer than this. */
const OUTPUT_LIMIT_MS = 10_000;

/** Suites wait for clocks, browsers and other processes: two keep two cores busy. */
const SUITES_AT_ONCE = 2;

const BROWSER_RUNNER = join('test', 'browser', 'runChosenFiles.ts');

const { chosen, mochaOptions } = readArguments(process.argv.slice(2));
const suites = groupBySuite(chosen.length > 0 ? chosen.flatMap(testFiles) : testFiles('test'));
const scratch = mkdtempSync(join(tmpdir(), 'test-counts-'));
const total: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
const durations: { name: string; seconds: number }[] = [];
// The largest starts first, so that it does not run alone at the end.
const waiting = suites.sort((one, other) => other.size - one.size);
await Promise.all(
  Array.from({ length: SUITES_AT_ONCE }, async () => {
    for (let suite = waiting.shift(); suite !== undefined; suite = waiting.shift()) {
      const start = performance.now();
      addCounts(suite.name, await runSuite(suite));
      durations.push({ name: suite.name, seconds: (performance.now() - start) / 1000 });
    }
  }),
);
rmSync(scratch, { recursive: true });

// Failures are repeated here, since a log is read from its end.
for (const { title, error } of total.failures) console.log(`\nFAILED ${title}\n${error}`);
if (total.passed + total.failed + total.skipped === 0) console.log('\nNo test matches these arguments.');
console.log('\nSeconds by suite:');
for (const { name, seconds } of durations.sort((one, other) => other.seconds - one.seconds))
  console.log(`${seconds.toFixed(0).padStart(6)}  ${name}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed > 0 || total.passed + total.skipped === 0 ? 1 : 0;

/** Separates paths from the options that mocha takes. */
function readArguments(args: string[]): { chosen: string[]; mochaOptions: string[] } {
  const { tokens } = parseArgs({
    args,
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      grep: { type: 'string', short: 'g' },
      fgrep: { type: 'string', short: 'f' },
      timeout: { type: 'string', short: 't' },
    },
  });
  return {
    chosen: tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : [])),
    mochaOptions: tokens.flatMap((token) => {
      if (token.kind !== 'option') return [];
      return token.value === undefined ? [token.rawName] : [`--${token.name}`, token.value];
    }),
  };
}

/** Lists the test files of a file or folder, given by its path or by its path below test/. */
function testFiles(path: string): string[] {
  const inTest = relative('test', path);
  const found = inTest.startsWith('..') ? join('test', path) : join('test', inTest);
  if (!existsSync(found)) stop(`There is no file or folder ${found}.`);
  if (statSync(found).isFile()) {
    if (/\.(test|browser)\.ts$/.test(found)) return [found];
    stop(`${path} is not a test: its name ends neither in .test.ts nor in .browser.ts.`);
  }
  return readdirSync(found, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join(found, file));
}

function stop(message: string): never {
  console.error(message);
  process.exit(2);
}

function groupBySuite(files: readonly string[]): Suite[] {
  const suites = new Map<string, Suite>();
  for (const file of new Set(files)) {
    const name = file.split(sep)[1]!;
    const suite = suites.get(name) ?? { name, files: [], size: 0 };
    suites.set(name, { name, files: [...suite.files, file], size: suite.size + statSync(file).size });
  }
  return [...suites.values()];
}

function addCounts(suite: string, { passed, failed, skipped, failures }: Counts): void {
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  total.failures.push(...failures.map(({ title, error }) => ({ title: `${suite}: ${title}`, error })));
}

/** Runs a suite with mocha. A crash, a hang, or a bad exit without a failed test counts as one failure. */
async function runSuite({ name, files }: Suite): Promise<Counts> {
  const countsFile = join(scratch, `${name}.json`);
  const browserFiles = files.filter((file) => file.endsWith('.browser.ts'));
  const specs = files.filter((file) => !browserFiles.includes(file));
  if (browserFiles.length > 0) specs.push(BROWSER_RUNNER);
  const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', 'test/support/reporter.cjs'];
  const child = spawn(process.execPath, [...mocha, ...mochaOptions, ...specs], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TEST_COUNTS_FILE: countsFile, BROWSER_TEST_FILES: browserFiles.join(',') },
  });
  // A suite's output is printed at its end, so that two suites do not mix.
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  let stopped = '';
  const timer = setTimeout(() => {
    stopped = `${name}: stopped, since it did not end within ${SUITE_LIMIT_MS / 60_000} minutes\n`;
    // Mocha passes this signal on to the process that runs the tests, and a SIGTERM after it.
    child.kill('SIGINT');
  }, SUITE_LIMIT_MS);
  const code = await new Promise<number>((resolve) => {
    child.once('close', (status) => resolve(status ?? 1));
    child.once('exit', (status) => setTimeout(() => resolve(status ?? 1), OUTPUT_LIMIT_MS).unref());
  });
  clearTimeout(timer);
  console.log(`\n== ${name}\n${Buffer.concat(output).toString()}${stopped}`);
  const counts = readCounts(countsFile);
  if ((code !== 0 || stopped !== '') && counts.failed === 0) {
    const error = stopped || `exit code ${code} though no test failed`;
    counts.failed = 1;
    counts.failures.push({ title: 'the process', error });
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
