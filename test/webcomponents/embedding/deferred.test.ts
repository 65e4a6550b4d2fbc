import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../browser/launchChromium.ts';
import { embeddingPage, portalPolicy } from '../../browser/embeddingPage.ts';
import { dicomSlice } from '../support/dicomFrames.ts';
import { completedJob } from '../support/jobs.ts';

const BATCH = 'b'.repeat(32);
const JOB = '1'.repeat(32);

describe('what is loaded later, where the network fails', function () {
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
    assert.deepEqual(problems, [], 'no error was left uncaught');
  });

  const lose = (name: string): Promise<unknown> =>
    page.route(`**/viewer/${name}-*.js`, (route) => route.abort('internetdisconnected'));
  const WORDS = 'A part of the viewer could not be loaded. Reload the page.';
  const open = (): Promise<void> => page.locator(`li[data-job="${JOB}"] .choose`).click();

  it('says so of an upload', async () => {
    await lose('later');
    const file = { name: 'mine.dcm', mimeType: '', buffer: Buffer.from(dicomSlice({ level: 3 })) };
    await page.locator('input[type="file"]:not([webkitdirectory])').setInputFiles([file]);
    await page.locator('.side .status', { hasText: WORDS }).waitFor();
  });

  it('shows the image, and says so of its results and of the help', async () => {
    await lose('later');
    await open();
    const viewer = page.locator('dicom-viewer');
    await viewer.locator('.corner.end').waitFor();
    await viewer.locator('.panel .problem', { hasText: WORDS }).waitFor();
    await viewer.locator('.stage').press('?');
    assert.equal(await viewer.locator('.help').innerText(), WORDS);
    await page.unroute('**/viewer/later-*.js');
    await page.reload();
    await open();
    await viewer.locator('.detection.label').waitFor();
    assert.equal(await viewer.locator('.problem').count(), 0);
  });

  for (const part of ['decoder', 'cornerstone'])
    it(`says so of the image, where it is its ${part}`, async () => {
      await lose(part);
      // It may have come with the page.
      await page.reload();
      await open();
      await page.locator('dicom-viewer .message p, dicom-viewer .corner.note', { hasText: WORDS }).waitFor();
    });
});
