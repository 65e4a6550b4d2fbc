import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Jimp, intToRGBA } from 'jimp';
import type { Browser, Page } from 'playwright-core';
import { launch } from '../browser/chromium.ts';
import { dropFile, endOfJob, signedInPortal } from '../browser/portalPage.ts';
import { startLocalCloud, type LocalCloud } from '../support/localCloud.ts';

const photo = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/photos/${name}`, import.meta.url));

/** RGB of the viewer's canvas at a place from 0 to 1 of the image, which is fitted and centred. */
const shownAt = (page: Page, x: number, y: number): Promise<number[]> =>
  page.locator('dicom-viewer').evaluate(
    (viewer: HTMLElementTagNameMap['dicom-viewer'], [u, v]) => {
      const canvas = viewer.renderRoot.querySelector('canvas')!;
      const { viewport } = viewer.toolContext!;
      const { x: left, y: top } = viewport.toScreen({
        x: u * viewport.image!.width,
        y: v * viewport.image!.height,
      });
      const scale = canvas.width / canvas.getBoundingClientRect().width;
      const pixel = canvas.getContext('2d')!.getImageData(left * scale, top * scale, 1, 1);
      return [...pixel.data.slice(0, 3)];
    },
    [x, y] as const,
  );

describe('the journey in the browser', function () {
  this.timeout(240_000);
  let cloud: LocalCloud;
  let browser: Browser;

  before(async function () {
    if (!existsSync(photo('dogs.jpg'))) this.skip();
    cloud = await startLocalCloud({ config: { keepDetectedText: 'true' } });
    browser = await launch();
  });
  after(async () => {
    // Nothing was started where the photographs are absent.
    if (!existsSync(photo('dogs.jpg'))) return;
    await browser.close();
    assert.equal(await cloud.stop(), 0);
    cloud.remove();
  });

  /** Drops a photograph and asserts its pixels and its boxes; the labels are those that the model finds in it. */
  async function shows(page: Page, name: string, label: string): Promise<void> {
    await dropFile(page, photo(name));
    assert.equal(await endOfJob(page, name), 'Completed');
    const box = page.locator('dicom-viewer .place.label', { hasText: label }).first();
    await box.waitFor();
    const expected = await Jimp.read(photo(name));
    for (const [x, y] of [
      [0.2, 0.2],
      [0.5, 0.5],
      [0.8, 0.7],
    ] as const) {
      const { r, g, b } = intToRGBA(
        expected.getPixelColor(Math.round(x * expected.width), Math.round(y * expected.height)),
      );
      const shown = await shownAt(page, x, y);
      const off = Math.max(...[r, g, b].map((level, index) => Math.abs(level - shown[index]!)));
      assert.ok(off <= 48, `${name} at ${x}, ${y} shows ${shown.join()}, the file has ${[r, g, b].join()}`);
    }
    const stroke = await box.locator('polygon.line').boundingBox();
    const stage = await page.locator('dicom-viewer .stage').boundingBox();
    assert.ok(stroke && stage && stroke.width > 10 && stroke.x >= stage.x - 4, 'the box lies on the stage');
  }

  it('signs in to the portal, and shows a dropped photograph with boxes', async () => {
    const page = await signedInPortal(browser, cloud.outputs.portalUrl, 'reader');
    await shows(page, 'dogs.jpg', 'Person');
    await shows(page, 'chelsea.png', 'Cat');
    await page.close();
  });

  it("does the same in the hospital's page, on another origin", async () => {
    const page = await browser.newPage();
    const refused: string[] = [];
    page.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text());
    });
    await page.goto(cloud.outputs.hospitalUrl);
    assert.notEqual(new URL(cloud.outputs.hospitalUrl).origin, new URL(cloud.outputs.portalUrl).origin);
    await page.locator('dicom-analyzer .drop').waitFor();
    await shows(page, 'chelsea.png', 'Cat');
    assert.deepEqual(refused, []);
    await page.close();
  });

  it('masks the words of detected text until they are revealed', async () => {
    const page = await signedInPortal(browser, cloud.outputs.portalUrl, 'reader');
    await dropFile(page, photo('page.png'));
    assert.equal(await endOfJob(page, 'page.png'), 'Completed');
    await page.locator('dicom-viewer .place.text').first().waitFor();
    assert.equal(await page.locator('dicom-viewer .text td').count(), 0);
    await page.getByRole('button', { name: 'Reveal' }).click();
    assert.match(await page.locator('dicom-viewer .text table').innerText(), /[A-Za-z]{4}/);
    await page.close();
  });
});
