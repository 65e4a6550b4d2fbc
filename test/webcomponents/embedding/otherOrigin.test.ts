import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../browser/launchChromium.ts';
import { embeddingPage, portalPolicy, siteContents } from '../../browser/embeddingPage.ts';
import { encodedFrames } from '../../dicom/fuzz/encodedFrames.ts';
import { imageFile } from '../../support/imageFile.ts';
import { completedJob } from '../support/jobs.ts';

type Embedding = Awaited<ReturnType<typeof embeddingPage>>;

const integrityOf = (contents: Buffer): string =>
  `sha384-${createHash('sha384').update(contents).digest('base64')}`;

const JPEG_LS = '1.2.840.10008.1.2.4.80';
const SIDE = 64;

/** Makes a JPEG-LS file, which is decoded by WebAssembly. */
async function jpegLsFile(): Promise<Buffer> {
  const samples = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE) * 4);
  const { jpegLs } = await encodedFrames(samples, SIDE, SIDE);
  return Buffer.from(
    imageFile({
      rows: SIDE,
      columns: SIDE,
      transferSyntax: JPEG_LS,
      pixels: { fragments: [new Uint8Array(0), jpegLs] },
    }),
  );
}

describe('the element on a page of another origin', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => (browser = await launchChromium()));
  after(() => browser.close());

  const violations = (page: Page): Promise<string[]> => page.evaluate(() => window.violations);

  /** Chooses a file by keyboard, completes its job with a box, and returns the job's id. */
  async function chooseAndFinish({ site }: Embedding, page: Page): Promise<string> {
    const bytes = await jpegLsFile();
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Choose files' }).focus();
    await page.keyboard.press('Enter');
    const chooser = await choosing;
    await chooser.setFiles({ name: 'jane-doe.dcm', mimeType: '', buffer: bytes });
    const row = page.locator('li.selected[data-job]');
    await row.waitFor();
    const jobId = (await row.getAttribute('data-job'))!;
    await fetch(`${site}/fake/jobs/${jobId}/files/source`, { method: 'PUT', body: new Uint8Array(bytes) });
    const job = completedJob({ left: 0.25, top: 0.25, width: 0.5, height: 0.5 });
    await fetch(`${site}/fake/jobs/${jobId}`, {
      method: 'PUT',
      body: JSON.stringify({
        ...job,
        image: { format: 'dicom', width: SIDE, height: SIDE, frames: 1 },
        renditions: [],
      }),
    });
    return jobId;
  }

  it('uploads and displays a file under a strict policy with Trusted Types, without a violation', async () => {
    const embedding = await embeddingPage({ policy: portalPolicy });
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    try {
      await page.goto(embedding.pageUrl);
      assert.notEqual(new URL(embedding.pageUrl).origin, embedding.site);
      await chooseAndFinish(embedding, page);
      await page.locator('dicom-viewer .detection.label').first().waitFor();
      await page.locator('dicom-viewer canvas').waitFor();
      await page.locator('dicom-viewer .stage').focus();
      for (const key of ['i', 'r', 'h', '0', 'b', 'b', ' ', 'Shift+ArrowRight', 'Alt+ArrowLeft'])
        await page.keyboard.press(key);
      const row = page.locator('dicom-viewer button.row').first();
      await row.focus();
      assert.equal(await page.locator('dicom-viewer .detection.highlighted').count(), 1);
      assert.equal(await page.locator('dicom-viewer .message').count(), 0);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(errors, []);
    } finally {
      await page.close();
      await embedding.close();
    }
  });

  const entry = (): [string, string] => {
    const paths = [...siteContents().keys()];
    const path = paths.find((each) => /^viewer\/define-[0-9A-Z]{8}\.js$/.test(each))!;
    return [path, integrityOf(siteContents().get(path)!.contents)];
  };

  /** Returns the page of docs/csp.md with integrity: an import map of all modules, and the entry by its hashed name. */
  const pinnedPage = (): ((site: string) => string) => {
    const modules = [...siteContents()].filter(([path]) => /^viewer\/.*\.js$/.test(path));
    const [path, integrity] = entry();
    return (site) => {
      const map = Object.fromEntries(
        modules.map(([name, { contents }]) => [`${site}/${name}`, integrityOf(contents)]),
      );
      return `<script type="importmap" nonce="n">${JSON.stringify({ integrity: map })}</script>
<script type="module" src="${site}/${path}" integrity="${integrity}" crossorigin></script>
<dicom-analyzer api-url="${site}/api"></dicom-analyzer>`;
    };
  };
  const noncePolicy = (site: string): string => portalPolicy(site, "'wasm-unsafe-eval' 'nonce-n'");

  it('uploads and displays a file with an integrity hash for every module', async () => {
    const embedding = await embeddingPage({ policy: noncePolicy, page: pinnedPage() });
    const page = await browser.newPage();
    try {
      await page.goto(embedding.pageUrl);
      await chooseAndFinish(embedding, page);
      await page.locator('dicom-viewer .detection.label').first().waitFor();
      await page.locator('dicom-viewer .corner.start').waitFor();
      assert.equal(await page.locator('dicom-viewer .message').count(), 0);
      assert.deepEqual(await violations(page), []);
    } finally {
      await page.close();
      await embedding.close();
    }
  });

  it('runs no modified module and no modified codec', async () => {
    const names = [...siteContents().keys()];
    const [path] = entry();
    const lazy = names.filter((name) => /^viewer\/.*\.(js|wasm)$/.test(name) && name !== path);
    assert.ok(lazy.length > 6, 'the element consists of several files');
    const requested = new Set<string>();
    const tamper = (name: string, contents: Buffer): Buffer => {
      if (!lazy.includes(name)) return contents;
      requested.add(name);
      return Buffer.concat([contents, Buffer.from(name.endsWith('.js') ? '\nwindow.tampered=1' : '\0')]);
    };
    for (const kind of ['.js', '.wasm']) {
      const embedding = await embeddingPage({
        policy: noncePolicy,
        page: pinnedPage(),
        tamper: (name, contents) => (name.endsWith(kind) ? tamper(name, contents) : contents),
      });
      const page = await browser.newPage();
      const rejections: string[] = [];
      page.on('console', (message) => {
        if (/integrity/i.test(message.text())) rejections.push(message.text());
      });
      try {
        await page.goto(embedding.pageUrl);
        if (kind === '.wasm') {
          await chooseAndFinish(embedding, page);
          await page.locator('dicom-viewer .message', { hasText: 'The image cannot be displayed' }).waitFor();
        }
        await page.waitForLoadState('networkidle');
        assert.ok(rejections.length > 0, `the browser rejects a ${kind} file`);
        assert.equal(await page.evaluate(() => 'tampered' in window), false);
      } finally {
        await page.close();
        await embedding.close();
      }
    }
    assert.ok(
      [...requested].some((name) => name.endsWith('.wasm')),
      'a codec is requested',
    );
  });

  it('names the missing directive if the policy forbids WebAssembly', async () => {
    const embedding = await embeddingPage({ policy: (site) => portalPolicy(site, '') });
    const page = await browser.newPage();
    try {
      await page.goto(embedding.pageUrl);
      await chooseAndFinish(embedding, page);
      const message = page.locator('dicom-viewer .message p', { hasText: 'Policy' });
      await message.waitFor();
      assert.equal(
        await message.innerText(),
        "This page's Content Security Policy forbids WebAssembly, which decodes this image. " +
          "Add 'wasm-unsafe-eval' to script-src.",
      );
    } finally {
      await page.close();
      await embedding.close();
    }
  });
});
