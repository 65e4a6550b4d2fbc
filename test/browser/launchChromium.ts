/** Finds and starts Chromium for the tests, the benchmarks and the screenshots. */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';

interface Executable {
  path: string;
  env?: Record<string, string>;
}

const modules = fileURLToPath(new URL('../../node_modules', import.meta.url));

/**
 * Starts a headless Chromium: `CHROME_PATH`, else an installed Chrome or Chromium, else the one in the npm package
 * `@sparticuz/chromium` (Linux on x64). Close it when done.
 *
 * @throws Error if none is found or it does not start
 */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const { path, env } = findExecutable();
  return chromium.launch({
    ...options,
    executablePath: path,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none', ...(options.args ?? [])],
    ...(env ? { env: { ...definedEnvironment(), ...env } } : {}),
  });
}

function findExecutable(): Executable {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROME_PATH names no file: ${named}`);
    return { path: named };
  }
  const installed = INSTALLED.flatMap(candidates).find((path) => existsSync(path));
  return installed === undefined ? fromRegistry() : { path: installed };
}

const INSTALLED = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const candidates = (name: string): string[] =>
  name.startsWith('/')
    ? [name]
    : (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));

/**
 * Unpacks `@sparticuz/chromium` once per version into `node_modules/.cache`. The package unpacks into the temporary
 * folder, and its NSS libraries only in Lambda; a child process sets both variables. The final rename lets several
 * suites start at the same time.
 */
function fromRegistry(): Executable {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('No Chrome or Chromium found: install one, or set CHROME_PATH to its executable.');
  const { version } = JSON.parse(readFileSync(join(modules, '@sparticuz/chromium/package.json'), 'utf8')) as {
    version: string;
  };
  const cache = join(modules, '.cache');
  const home = join(cache, `chromium-${version}`);
  if (!existsSync(home)) {
    mkdirSync(cache, { recursive: true });
    const scratch = mkdtempSync(join(cache, 'chromium-'));
    unpackInto(scratch);
    try {
      renameSync(scratch, home);
    } catch (error) {
      // Another process has unpacked it in the meantime.
      rmSync(scratch, { recursive: true, force: true });
      if (!existsSync(home)) throw error;
    }
  }
  const fonts = join(home, 'fonts.conf');
  if (!existsSync(fonts) || readFileSync(fonts, 'utf8') !== fontsConfiguration(home)) {
    writeFileSync(`${fonts}.${process.pid}`, fontsConfiguration(home));
    renameSync(`${fonts}.${process.pid}`, fonts);
  }
  return {
    path: join(home, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [join(home, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: fonts,
    },
  };
}

function unpackInto(folder: string): void {
  const script = `import chromium from '@sparticuz/chromium'; await chromium.executablePath();`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(modules, '..'),
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    encoding: 'utf8',
  });
  if (status !== 0 || !readdirSync(folder).includes('chromium'))
    throw new Error(`@sparticuz/chromium could not be unpacked into ${folder}: ${stderr}`);
}

/**
 * The package's configuration names folders of Lambda, and without a font Chromium crashes at the first letter. Its Open
 * Sans has no weight of 600, for which fontconfig would select another font.
 */
const fontsConfiguration = (home: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(home, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(home, 'fonts-cache')}</cachedir>
  ${['sans-serif', 'system-ui']
    .map((family) => `<alias><family>${family}</family><prefer><family>Open Sans</family></prefer></alias>`)
    .join('\n  ')}
  <match target="pattern">
    <test name="weight"><const>demibold</const></test>
    <edit name="weight" mode="assign" binding="strong"><const>bold</const></edit>
  </match>
</fontconfig>
`;

const definedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
