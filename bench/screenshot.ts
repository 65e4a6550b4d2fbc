/** Makes `docs/portal.png`, the README's picture: the portal of a local cloud with a result. `npm run screenshot [-- IMAGE]` */
import { existsSync, mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import { launch } from '../test/browser/chromium.ts';
import { dropFile, endOfJob, signedInPortal } from '../test/browser/portalPage.ts';
import { whenShown } from '../test/browser/shownImage.ts';
import { startLocalCloud } from '../test/support/localCloud.ts';

const images = process.argv.slice(2);
if (images.length === 0)
  images.push(
    '../shared/dicom/dicom-test-files/WG04/REF/CT1_UNC',
    '../shared/photos/coffee.png',
    '../shared/photos/chelsea.png',
    '../shared/photos/dogs.jpg',
  );
for (const image of images)
  if (!existsSync(image))
    throw new Error(`No file ${image}: name the images to show, npm run screenshot -- IMAGE...`);

const cloud = await startLocalCloud();
const browser = await launch();
try {
  const page = await signedInPortal(browser, cloud.outputs.portalUrl, 'radiology', {
    viewport: { width: 1280, height: 760 },
    deviceScaleFactor: 2,
    colorScheme: 'light',
  });
  for (const image of images) {
    await dropFile(page, image);
    console.log(`${image}: ${await endOfJob(page, basename(image))}`);
  }
  await page.locator('dicom-viewer .place').first().waitFor();
  await whenShown(page);
  mkdirSync('docs', { recursive: true });
  await page.screenshot({ path: 'docs/portal.png' });
} finally {
  await browser.close();
  await cloud.stop();
  cloud.remove();
}
