import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../browser/launchChromium.ts';
import { embeddingPage, portalPolicy } from '../../browser/embeddingPage.ts';
import { encodedFrames } from '../../dicom/fuzz/encodedFrames.ts';
import { imageFile } from '../../support/imageFile.ts';

const SIDE = 64;

const compressed = (transferSyntax: string, frame: Uint8Array): Uint8Array =>
  imageFile({
    rows: SIDE,
    columns: SIDE,
    transferSyntax,
    pixels: { fragments: [new Uint8Array(0), frame] },
  });

describe('the viewer with workers allowed on a page of another origin', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => (browser = await launchChromium()));
  after(() => browser.close());

  /** Allows workers, then sets the viewer's file. */
  const open = (page: Page, site: string, bytes: Uint8Array): Promise<void> =>
    page.evaluate(
      async ({ entry, values }) => {
        const { allowWorkers } = (await import(entry)) as { allowWorkers: () => void };
        allowWorkers();
        document.querySelector('dicom-viewer')!.file = new Blob([new Uint8Array(values)]);
      },
      { entry: `${site}/viewer/define-viewer.js`, values: [...bytes] },
    );

  /** Returns a pixel value of the displayed image, and the policy violations. */
  async function shown(page: Page): Promise<[unknown, string[]]> {
    const value = await page.waitForFunction(() => {
      const { toolContext } = document.querySelector('dicom-viewer')!;
      return toolContext?.viewport.image?.sampler(0).at(10, 3);
    });
    return [await value.jsonValue(), await page.evaluate(() => window.violations)];
  }

  async function onPage(
    policy: (site: string) => string,
    act: (page: Page, site: string) => Promise<void>,
  ): Promise<void> {
    const embedding = await embeddingPage({
      policy,
      page: (site) => `<script type="module" src="${site}/viewer/define-viewer.js"></script>
<dicom-viewer></dicom-viewer>`,
    });
    const page = await browser.newPage();
    try {
      await page.goto(embedding.pageUrl);
      await act(page, embedding.site);
    } finally {
      await page.close();
      await embedding.close();
    }
  }

  const frames = () =>
    encodedFrames(
      Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE) * 4),
      SIDE,
      SIDE,
    );

  it('decodes JPEG-LS and JPEG 2000 in one worker, without violating the documented policy', async () => {
    const { jpegLs, jpeg2000 } = await frames();
    await onPage(portalPolicy, async (page, site) => {
      for (const file of [
        compressed('1.2.840.10008.1.2.4.80', jpegLs),
        compressed('1.2.840.10008.1.2.4.90', jpeg2000),
      ]) {
        await open(page, site, file);
        assert.deepEqual(await shown(page), [40, []]);
        assert.equal(page.workers().length, 1);
      }
      const codecs = await page.evaluate(() =>
        performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.wasm')),
      );
      assert.deepEqual(codecs, [], 'the page loads no codec');
    });
  });

  it('shows the same error for a damaged file as without a worker', async () => {
    const { jpegLs } = await frames();
    await onPage(portalPolicy, async (page, site) => {
      const cut = compressed('1.2.840.10008.1.2.4.80', jpegLs.subarray(0, jpegLs.length >> 1));
      await open(page, site, cut);
      const error = page.locator('dicom-viewer .message p').first();
      await error.waitFor();
      assert.match((await error.textContent())!, /is truncated/);
    });
  });

  for (const [reason, script, status] of [
    ['the worker script is missing', 'decode-worker', 404],
    ['the worker script fails to load', 'decode-worker', undefined],
    ['the module that starts it fails to load', 'createWorkerDecoder', undefined],
  ] as const)
    it(`decodes on the main thread if ${reason}, without an uncaught error`, async () => {
      const { jpegLs } = await frames();
      await onPage(portalPolicy, async (page, site) => {
        const problems: string[] = [];
        page.on('pageerror', (error) => problems.push(error.message));
        let requests = 0;
        await page.route(`**/viewer/${script}-*.js`, (route) => {
          requests++;
          return status === undefined ? route.abort('internetdisconnected') : route.fulfill({ status });
        });
        for (let time = 0; time < 2; time++) {
          await open(page, site, compressed('1.2.840.10008.1.2.4.80', jpegLs));
          assert.deepEqual(await shown(page), [40, []]);
        }
        assert.equal(requests, 1, 'requests it once');
        assert.equal(page.workers().length, 0);
        assert.deepEqual(problems, []);
      });
    });

  it('decodes on the main thread if the worker script was modified', async () => {
    const { jpegLs } = await frames();
    await onPage(portalPolicy, async (page, site) => {
      await page.route('**/viewer/decode-worker-*.js', (route) =>
        route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("broken")' }),
      );
      await open(page, site, compressed('1.2.840.10008.1.2.4.80', jpegLs));
      assert.equal((await shown(page))[0], 40);
    });
  });

  it('decodes on the main thread if the policy forbids workers', async () => {
    const { jpegLs } = await frames();
    const strict = (site: string): string =>
      portalPolicy(site).replace('worker-src blob:', "worker-src 'none'");
    await onPage(strict, async (page, site) => {
      await open(page, site, compressed('1.2.840.10008.1.2.4.80', jpegLs));
      const [value, violations] = await shown(page);
      assert.equal(value, 40);
      assert.ok(
        violations.every((violation) => violation.startsWith('worker-src')),
        violations.join(),
      );
      assert.equal(page.workers().length, 0);
    });
  });
});
