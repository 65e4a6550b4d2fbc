import type { Browser } from 'playwright-core';
import { waitUntilDisplayed } from '../../test/browser/displayedImage.ts';
import { serveExamples } from '../../test/docs/examples/serveExamples.ts';

/** Makes the pictures of docs/viewer.md and docs/styling.md from the examples. */
export async function examplePictures(browser: Browser): Promise<void> {
  const { origin, close } = await serveExamples();
  const page = await browser.newPage({
    viewport: { width: 1140, height: 720 },
    deviceScaleFactor: 2,
    colorScheme: 'light',
  });
  try {
    await page.goto(`${origin}/results.html`);
    const stage = page.locator('dicom-viewer .stage');
    await page.locator('dicom-viewer .frames', { hasText: '/ 8' }).waitFor();
    await waitUntilDisplayed(page);
    await stage.press('Home');
    for (let image = 2; image < 6; image++) {
      await stage.press('ArrowDown');
      await page.locator('dicom-viewer .frames', { hasText: `${image} / 8` }).waitFor();
    }
    await waitUntilDisplayed(page);
    await page.locator('dicom-viewer .detection').first().waitFor();
    await page.locator('dicom-viewer').screenshot({ path: 'docs/viewer.png' });

    await page.goto(`${origin}/styled.html`);
    await page.locator('li.row .choose').nth(4).click();
    await page.locator('dicom-viewer .detection').first().waitFor();
    await waitUntilDisplayed(page);
    await page.locator('dicom-analyzer').screenshot({ path: 'docs/styled.png' });
  } finally {
    await page.close();
    await close();
  }
}
