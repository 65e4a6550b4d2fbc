/**
 * Makes the pictures in `docs/`: the examples' pictures, and the README's `portal.png` from a local cloud with results.
 * `npm run screenshot`
 */
import { basename } from 'node:path';
import { launchChromium } from '../../test/browser/launchChromium.ts';
import { dropFile, endOfJob, signedInPortal } from '../../test/browser/portalPage.ts';
import { waitUntilDisplayed } from '../../test/browser/displayedImage.ts';
import { startLocalCloud } from '../../test/support/localCloud.ts';
import { drawnImages } from './drawnImages.ts';
import { examplePictures } from './examplePictures.ts';

const cloud = await startLocalCloud();
const browser = await launchChromium();
try {
  await examplePictures(browser);
  const images = await drawnImages(browser);
  const page = await signedInPortal(browser, cloud.outputs.portalUrl, 'radiology', {
    viewport: { width: 1280, height: 760 },
    deviceScaleFactor: 2,
    colorScheme: 'light',
  });
  for (const image of images) {
    await dropFile(page, image);
    console.log(`${image}: ${await endOfJob(page, basename(image))}`);
  }
  await page.locator('dicom-viewer .detection').first().waitFor();
  await waitUntilDisplayed(page);
  await page.screenshot({ path: 'docs/portal.png' });
} finally {
  await browser.close();
  await cloud.stop();
  cloud.remove();
}
