import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { dropFolder } from '../browser/dropFolder.ts';
import { launchChromium } from '../browser/launchChromium.ts';
import { signedInPortal } from '../browser/portalPage.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { startLocalCloud, type LocalCloud } from '../support/localCloud.ts';
import { waitFor } from '../support/waitFor.ts';

const IMAGES = 60;
const LIMIT_BYTES = 100_000;

describe('a dropped folder', function () {
  this.timeout(300_000);
  let cloud: LocalCloud;
  let browser: Browser;
  let page: Page;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'study-'));
    [cloud, browser] = await Promise.all([
      startLocalCloud({ config: { maxUploadBytes: String(LIMIT_BYTES) } }),
      launchChromium(),
    ]);
    page = await signedInPortal(browser, cloud.outputs.portalUrl, 'folder');
  });
  after(async () => {
    await browser.close();
    assert.equal(await cloud.stop(), 0);
    cloud.remove();
    rmSync(folder, { recursive: true });
  });

  const put = (path: string, bytes: Uint8Array | string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  /** Makes an image whose pixels differ from those of every other. */
  const image = (index: number): Uint8Array =>
    dicomFile({ rows: 16, columns: 16, level: (x, y) => (x * 16 + y + index * 3) % 256 });
  const rows = (badge: string): Promise<number> =>
    page.locator('li.row', { has: page.locator('.badge', { hasText: badge }) }).count();
  const waitForAllCompleted = (): Promise<boolean> =>
    waitFor(
      async () => `every job to complete: ${await page.locator('.side').innerText()}`,
      async () => (await rows('Completed')) === IMAGES,
      { limitMs: 240_000, everyMs: 250 },
    );

  it(`has its ${IMAGES} nested images uploaded once each and its other files explained`, async () => {
    for (let index = 0; index < IMAGES; index++)
      put(`${index % 4}/series-${index % 7}/${index}`, image(index));
    for (const index of [3, 17, 40]) put(`copies/deeper/again-${index}.dcm`, image(index));
    for (const name of ['letter.txt', 'a/DICOMDIR', 'a/b/c/page.html', 'empty', 'Thumbs.db'])
      put(name, name === 'empty' ? '' : 'no image');
    const wide = Math.ceil(Math.sqrt(LIMIT_BYTES)) + 10;
    put('a/large.dcm', dicomFile({ rows: wide, columns: wide, level: (x) => x % 256 }));
    await dropFolder(page, folder);
    await page.locator('.uploads', { hasText: 'not images: 5' }).waitFor();
    await page.locator('.problem', { hasText: 'larger than the limit' }).waitFor({ timeout: 60_000 });
    await waitForAllCompleted();
    await page.locator('.uploads', { hasText: 'added before: 3' }).waitFor();
    assert.equal(await page.locator('li.row').count(), IMAGES + 1);
    const names = await page.locator('li.row .title').allInnerTexts();
    assert.equal(new Set(names).size, IMAGES + 1, 'each by its own name');
  });

  it('shows the same jobs after a reload and uploads no image twice', async () => {
    await page.reload();
    await waitForAllCompleted();
    await dropFolder(page, folder);
    await page.locator('.uploads', { hasText: `added before: ${IMAGES + 3}` }).waitFor({ timeout: 60_000 });
    assert.equal(await rows('Completed'), IMAGES);
    assert.equal(await page.locator('li.row').count(), IMAGES + 1);
  });
});
