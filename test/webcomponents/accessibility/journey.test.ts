import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../browser/launchChromium.ts';
import { embeddingPage, portalPolicy } from '../../browser/embeddingPage.ts';
import { dicomSlice } from '../support/dicomFrames.ts';
import { completedJob } from '../support/jobs.ts';

const BATCH = 'b'.repeat(32);
const PAGE = (site: string): string => `<script type="module" src="${site}/viewer/define.js"></script>
<link rel="icon" href="data:,"><main><h1>Portal</h1>
<dicom-analyzer api-url="${site}/api" batch="${BATCH}"></dicom-analyzer></main>`;

describe('the elements, used by keyboard and screen reader,', function () {
  this.timeout(120_000);
  let browser: Browser;
  let embedding: Awaited<ReturnType<typeof embeddingPage>>;
  let page: Page;

  before(async () => {
    [browser, embedding] = await Promise.all([
      launchChromium(),
      embeddingPage({ policy: portalPolicy, page: PAGE }),
    ]);
    page = await browser.newPage({ viewport: { width: 1100, height: 800 } });
    await open();
  });
  after(async () => {
    await browser.close();
    await embedding.close();
  });

  /** Reloads the page, which requests the list at once instead of at the next poll. */
  async function open(): Promise<void> {
    await page.goto(embedding.pageUrl);
    await page.getByRole('button', { name: 'Choose files' }).waitFor();
  }

  const put = (path: string, body: string | Uint8Array<ArrayBuffer>): Promise<Response> =>
    fetch(`${embedding.site}/fake/jobs/${path}`, { method: 'PUT', body });

  /** Creates a completed CT job with boxes of two analyzers and with detected text, masked if `text` is undefined. */
  async function putResult(jobId: string, position: number, text?: string): Promise<void> {
    const base = completedJob({ left: 0.1, top: 0.1, width: 0.4, height: 0.4 });
    const found = { frame: 0, box: { left: 0.5, top: 0.5, width: 0.3, height: 0.2 }, confidence: 88 };
    const { rekognition } = base.analyses!;
    const analyses = {
      rekognition: { ...rekognition!, text: [{ ...found, ...(text === undefined ? {} : { text }) }] },
      sharpness: { state: 'failed', labels: [], text: [] },
      other: { state: 'pending', labels: [], text: [] },
    };
    const image = { format: 'dicom', width: 16, height: 16, frames: 1, series: 'a', position };
    const tags = { Modality: 'CT' };
    await put(`${jobId}/files/source`, dicomSlice({ level: 90 + position, position }));
    await put(
      jobId,
      JSON.stringify({ ...base, batch: BATCH, analyses, image: { ...image, tags }, renditions: [] }),
    );
  }

  const row = (jobId: string) => page.locator(`li[data-job="${jobId}"] .choose`);

  const waitForAnnouncement = (text: string): Promise<void> =>
    page.locator('[role="status"], [role="alert"]', { hasText: text }).first().waitFor({ state: 'attached' });

  it('name the image by modality, position in the series and size', async () => {
    await putResult('1'.padStart(32, 'f'), 0);
    await putResult('2'.padStart(32, 'f'), 10);
    await open();
    await row('1'.padStart(32, 'f')).click();
    const stage = page.locator('dicom-viewer .stage');
    await page.locator('dicom-viewer .frames', { hasText: '/ 2' }).waitFor();
    assert.equal(await stage.getAttribute('aria-label'), 'Image, CT, 1 of 2, 16 × 16');
    await stage.press('ArrowDown');
    await page.locator('dicom-viewer .frames', { hasText: '2 / 2' }).waitFor();
    assert.equal(await stage.getAttribute('aria-label'), 'Image, CT, 2 of 2, 16 × 16');
  });

  /** Returns the class and the name or text of the focused element, across shadow roots. */
  const focused = (): Promise<string> =>
    page.evaluate(() => {
      let at = document.activeElement;
      while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
      return `${at?.className ?? ''} ${at?.getAttribute('aria-label') ?? at?.textContent.trim() ?? ''}`;
    });

  async function tabTo(target: RegExp, key = 'Tab'): Promise<void> {
    const seen: string[] = [];
    for (let stop = 0; stop < 80; stop++) {
      await page.keyboard.press(key);
      seen.push(await focused());
      if (target.test(seen.at(-1)!)) return;
    }
    assert.fail(`Tab did not reach ${String(target)}: ${seen.join('; ')}`);
  }

  it('let a user choose a file, read its result and measure a length by keyboard only', async () => {
    await open();
    const choosing = page.waitForEvent('filechooser');
    await tabTo(/Choose files/);
    await page.keyboard.press('Enter');
    const buffer = Buffer.from(dicomSlice({ level: 77, position: 123 }));
    await (await choosing).setFiles({ name: 'mine.dcm', mimeType: '', buffer });
    const selectedRow = page.locator('li.selected[data-job]', { hasText: 'mine.dcm' });
    await selectedRow.waitFor();
    await putResult((await selectedRow.getAttribute('data-job'))!, 20, 'SMITH');
    await page.locator('dicom-viewer .detection.label').first().waitFor();
    await waitForAnnouncement('completed');
    await tabTo(/Window and level/);
    await tabTo(/^stage/);
    await page.keyboard.press('d');
    await page.keyboard.press('Enter');
    for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await waitForAnnouncement('Length: 2.00 mm');
    await tabTo(/^row .*Dog/);
    assert.equal(await page.locator('dicom-viewer .detection.highlighted').count(), 1, 'highlights its box');
    assert.match(await page.locator('dicom-viewer tr.highlighted').first().innerText(), /Dog\s+91 %/);
    assert.doesNotMatch(await page.locator('dicom-viewer .panel').innerText(), /SMITH/);
    await tabTo(/^stage/, 'Shift+Tab');
    await page.keyboard.press('Tab');
    assert.doesNotMatch(await focused(), /^stage/, 'Tab leaves the image');
  });
});
