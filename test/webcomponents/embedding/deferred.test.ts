import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../browser/launchChromium.ts';
import { embeddingPage, portalPolicy } from '../../browser/embeddingPage.ts';
import { dicomSlice } from '../support/dicomFrames.ts';
import { completedJob } from '../support/jobs.ts';

const BATCH = 'b'.repeat(32);
const JOB = '1'.repeat(32);

describe('deferred modules that fail to load', function () {
  this.timeout(60_000);
  let browser: Browser;
  let embedding: Awaited<ReturnType<typeof embeddingPage>>;
  let page: Page;
  const problems: string[] = [];

  before(async () => {
    browser = await launchChromium();
    embedding = await embeddingPage({
      policy: portalPolicy,
      page: (site) => `<script type="module" src="${site}/viewer/define.js"></script>
<link rel="icon" href="data:,">
<dicom-analyzer api-url="${site}/api" batch="${BATCH}"></dicom-analyzer>`,
    });
    await fetch(`${embedding.site}/fake/jobs/${JOB}/files/source`, {
      method: 'PUT',
      body: dicomSlice({ level: 90 }),
    });
    const image = { format: 'dicom', width: 16, height: 16, frames: 1 };
    const result = completedJob({ left: 0.1, top: 0.1, width: 0.5, height: 0.5 });
    const done = { ...result, batch: BATCH, image, renditions: [] };
    await fetch(`${embedding.site}/fake/jobs/${JOB}`, { method: 'PUT', body: JSON.stringify(done) });
  });
  after(async () => {
    await browser.close();
    await embedding.close();
  });
  beforeEach(async () => {
    page = await browser.newPage();
    problems.length = 0;
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(embedding.pageUrl);
    await page.locator(`li[data-job="${JOB}"]`).waitFor();
  });
  afterEach(async () => {
    await page.close();
    assert.deepEqual(problems, [], 'no error is uncaught');
  });

  const failModule = (name: string): Promise<unknown> =>
    page.route(`**/viewer/${name}-*.js`, (route) => route.abort('internetdisconnected'));
  const TEXT = 'A part of the viewer could not be loaded. Reload the page.';
  const open = (): Promise<void> => page.locator(`li[data-job="${JOB}"] .choose`).click();

  it('show an error for an upload', async () => {
    await failModule('deferred');
    const file = { name: 'mine.dcm', mimeType: '', buffer: Buffer.from(dicomSlice({ level: 3 })) };
    await page.locator('input[type="file"]:not([webkitdirectory])').setInputFiles([file]);
    await page.locator('.side .status', { hasText: TEXT }).waitFor();
  });

  it('leave the image displayed and show an error for its results and for the help', async () => {
    await failModule('deferred');
    await open();
    const viewer = page.locator('dicom-viewer');
    await viewer.locator('.corner.end').waitFor();
    await viewer.locator('.panel .problem', { hasText: TEXT }).waitFor();
    await viewer.locator('.stage').press('?');
    assert.equal(await viewer.locator('.help').innerText(), TEXT);
    await page.unroute('**/viewer/deferred-*.js');
    await page.reload();
    await open();
    await viewer.locator('.detection.label').waitFor();
    assert.equal(await viewer.locator('.problem').count(), 0);
  });

  for (const part of ['decoder', 'cornerstone'])
    it(`show an error instead of the image if the ${part} is missing`, async () => {
      await failModule(part);
      // The page may have loaded the module already.
      await page.reload();
      await open();
      await page.locator('dicom-viewer .message p, dicom-viewer .corner.note', { hasText: TEXT }).waitFor();
    });
});
