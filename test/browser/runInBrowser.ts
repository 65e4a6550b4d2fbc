/** Runs `*.browser.ts` files with mocha in Chromium under a strict policy, and reports each of their tests. */
import { readFileSync } from 'node:fs';
import type { RequestListener, ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { bundle } from './bundle.ts';
import { launchChromium } from './launchChromium.ts';
import { fakeApi } from './fakeApi.ts';
import { serve } from './serve.ts';
import { serveSharedFile } from './serveSharedFile.ts';

interface Result {
  title: string[];
  state: 'passed' | 'failed' | 'pending';
  error?: string;
}

/** A strict policy of an embedding page. See components/portal/createResponseHeaders.ts for the portal's policy. */
export const STRICT_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
].join('; ');

/**
 * Call at the top level of a `.test.ts` file: `await runInBrowser('Elements', ['test/webcomponents/x.browser.ts'])`.
 * The tests run once in the browser; each result becomes a test of this run.
 */
export async function runInBrowser(suite: string, files: readonly string[]): Promise<void> {
  const results = await collect(files);
  describe(suite, () => {
    for (const { title, state, error } of results)
      it(title.join(' '), function () {
        if (state === 'pending') this.skip();
        if (state === 'failed') throw new Error(error);
      });
  });
}

async function collect(files: readonly string[]): Promise<Result[]> {
  const names = files.map((file) => basename(file, '.ts'));
  const bundled = await bundle({
    page: 'test/browser/page.browser.ts',
    ready: 'test/browser/ready.browser.ts',
    ...Object.fromEntries(files.map((file, index) => [names[index]!, file])),
  });
  const api = fakeApi();
  const listener: RequestListener = (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = bundled.get(path.slice(1));
    if (path === '/') {
      send(response, 'text/html', pageOf(names));
      return;
    }
    if (path === '/mocha.js') {
      send(response, 'text/javascript', readFileSync('node_modules/mocha/mocha.js'));
      return;
    }
    if (file) {
      send(response, path.endsWith('.wasm') ? 'application/wasm' : 'text/javascript', file.contents);
      return;
    }
    if (path.startsWith('/shared/')) {
      serveSharedFile(request, response, path.slice('/shared/'.length));
      return;
    }
    api(request, response);
  };
  const { origin, close } = await serve(listener);
  const browser = await launchChromium({ args: ['--js-flags=--expose-gc'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
    await page.goto(origin);
    await page
      .waitForFunction(() => window.ready, undefined, { timeout: 30_000 })
      .catch((error: unknown) => {
        throw new Error(`The page did not load its tests: ${problems.join('; ')}`, { cause: error });
      });
    const results = await page.evaluate(() => window.runTests());
    const violations = await page.evaluate(() => window.violations);
    return [
      ...results,
      outcome('the content security policy is not violated', violations),
      outcome('no error is uncaught', problems),
    ];
  } finally {
    await browser.close();
    await close();
  }
}

const outcome = (title: string, found: readonly string[]): Result => ({
  title: [title],
  state: found.length === 0 ? 'passed' : 'failed',
  error: found.join('\n'),
});

const pageOf = (names: readonly string[]): string => `<!doctype html>
<meta charset="utf-8">
<title>tests</title>
<script src="/mocha.js"></script>
<script type="module" src="/page.js"></script>
${names.map((name) => `<script type="module" src="/${name}.js"></script>`).join('\n')}
<script type="module" src="/ready.js"></script>`;

function send(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response
    .writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': STRICT_POLICY })
    .end(body);
}
