import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Jimp, JimpMime, intToRGBA } from 'jimp';
import type { Browser, Page } from 'playwright-core';
import type { Box } from '../../contract/index.ts';
import { launchChromium } from '../browser/launchChromium.ts';
import { dropBytes, dropFile, endOfJob, signedInPortal } from '../browser/portalPage.ts';
import {
  readEdgeColours,
  measureDifference,
  readDisplayedColour,
  readDisplayedBoxes,
  waitUntilDisplayed,
  type Rgb,
} from '../browser/displayedImage.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { startLocalCloud, type LocalCloud } from '../support/localCloud.ts';
import { overlap } from '../support/overlap.ts';

const photo = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/photos/${name}`, import.meta.url));

/** The stroke color of a label's box. */
const LABEL_COLOUR: Rgb = [0xff, 0xd2, 0x3f];
const WALKER: Box = { left: 50 / 600, top: 271 / 399, width: 24 / 600, height: 66 / 399 };
const CAT: Box = { left: 0, top: 0, width: 0.89, height: 1 };
const LIMIT_BYTES = 600_000;

/** Asserts that the canvas shows the pixels of the photograph; scaling may soften an edge. */
async function assertShowsPhoto(page: Page, name: string): Promise<void> {
  const expected = await Jimp.read(photo(name));
  await waitUntilDisplayed(page);
  for (const [x, y] of [
    [0.2, 0.2],
    [0.5, 0.5],
    [0.8, 0.7],
  ] as const) {
    const place = expected.getPixelColor(Math.round(x * expected.width), Math.round(y * expected.height));
    const { r, g, b } = intToRGBA(place);
    const shown = await readDisplayedColour(page, x, y);
    const off = measureDifference([r, g, b], shown);
    assert.ok(off <= 48, `${name} at ${x}, ${y} shows ${shown.join()}, the file has ${[r, g, b].join()}`);
  }
}

/** Rejected files: name, description, bytes and the message for the user. */
const rejected: [string, string, () => Promise<Uint8Array> | Uint8Array, RegExp][] = [
  [
    'words.dcm',
    'a text file',
    () => Buffer.from('no image at all, only words\n'.repeat(40)),
    /^The content is not a DICOM, JPEG, PNG, GIF, BMP or TIFF image\. /,
  ],
  ['empty.dcm', 'an empty file', () => new Uint8Array(0), /^The file is empty\. /],
  [
    'half.jpg',
    'a truncated JPEG',
    async () => {
      const whole = await new Jimp({ width: 300, height: 200, color: 0x884422ff }).getBuffer(JimpMime.jpeg);
      return whole.subarray(0, Math.floor(whole.length / 2));
    },
    /^The JPEG file ends before its image is complete\. /,
  ],
  [
    'report.dcm',
    'a DICOM file without pixels',
    () => dicomFile({ rows: 0, columns: 0 }),
    /^The object is a Structured Report\. It contains no image\.$/,
  ],
];

/** Asserts that a box with the label has the expected position and a visible stroke. */
async function showsBox(page: Page, label: string, place: Box): Promise<void> {
  await page.locator('dicom-viewer .detection.label', { hasText: label }).first().waitFor();
  await waitUntilDisplayed(page);
  const boxes = (await readDisplayedBoxes(page)).filter(({ caption }) => caption.startsWith(`${label} `));
  const [best] = boxes.sort((a, b) => overlap(b.onImage, place) - overlap(a.onImage, place));
  assert.ok(best && overlap(best.onImage, place) > 0.6, JSON.stringify(boxes));
  const edges = await readEdgeColours(page, best);
  assert.ok(
    edges.some((colour) => measureDifference(colour, LABEL_COLOUR) <= 40),
    `the edges of ${best.caption} are ${edges.join(' ')}`,
  );
}

describe('the journey in the browser', function () {
  this.timeout(240_000);
  let cloud: LocalCloud | undefined;
  let browser: Browser | undefined;
  let page: Page;
  const violations: string[] = [];

  before(async function () {
    if (!existsSync(photo('dogs.jpg'))) this.skip();
    cloud = await startLocalCloud({
      config: { keepDetectedText: 'true', maxUploadBytes: String(LIMIT_BYTES) },
    });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    if (!cloud) return;
    assert.equal(await cloud.stop(), 0);
    cloud.remove();
  });

  const pages: Record<string, () => Promise<Page>> = {
    'the portal, signed in': () => signedInPortal(browser!, cloud!.outputs.portalUrl, 'reader'),
    "the hospital's page, on another origin": async () => {
      const { hospitalUrl, portalUrl } = cloud!.outputs;
      assert.notEqual(new URL(hospitalUrl).origin, new URL(portalUrl).origin);
      const hospital = await browser!.newPage();
      await hospital.goto(hospitalUrl);
      await hospital.locator('dicom-analyzer .drop').waitFor();
      return hospital;
    },
  };

  for (const [name, open] of Object.entries(pages))
    describe(name, () => {
      before(async () => {
        page = await open();
        violations.length = 0;
        page.on('console', (message) => {
          if (message.text().includes('Content Security Policy')) violations.push(message.text());
        });
      });
      after(async () => {
        await page.close();
        assert.deepEqual(violations, []);
      });

      it('shows a dropped photograph with boxes around the people', async () => {
        await dropFile(page, photo('dogs.jpg'));
        assert.equal(await endOfJob(page, 'dogs.jpg'), 'Completed');
        await showsBox(page, 'Person', WALKER);
        await assertShowsPhoto(page, 'dogs.jpg');
      });

      it('shows a cat with a box around it', async () => {
        await dropFile(page, photo('chelsea.png'));
        assert.equal(await endOfJob(page, 'chelsea.png'), 'Completed');
        await showsBox(page, 'Cat', CAT);
        await assertShowsPhoto(page, 'chelsea.png');
      });

      it('masks the words of detected text until the user reveals them', async () => {
        await dropFile(page, photo('page.png'));
        assert.equal(await endOfJob(page, 'page.png'), 'Completed');
        await page.locator('dicom-viewer .detection.text').first().waitFor();
        assert.equal(await page.locator('dicom-viewer .text td').count(), 0);
        await page.getByRole('button', { name: 'Reveal', exact: true }).click();
        assert.match(await page.locator('dicom-viewer .text table').innerText(), /segmentation/);
      });

      it('shows a DICOM file, level by level', async () => {
        const level = (x: number, y: number): number => (y < 100 ? x : 255 - x);
        await dropBytes(page, 'ramp.dcm', dicomFile({ rows: 200, columns: 256, level }));
        assert.equal(await endOfJob(page, 'ramp.dcm'), 'Completed');
        await waitUntilDisplayed(page);
        for (const [x, y] of [
          [32, 50],
          [200, 50],
          [32, 150],
          [200, 150],
        ] as const) {
          const shown = await readDisplayedColour(page, (x + 0.5) / 256, (y + 0.5) / 200);
          const wanted = level(x, y);
          assert.ok(
            measureDifference(shown, [wanted, wanted, wanted]) <= 3,
            `${x}, ${y} shows ${shown.join()}`,
          );
        }
      });

      it('shows a GIF', async () => {
        const halves = new Jimp({ width: 120, height: 90, color: 0x3366ccff });
        for (let y = 0; y < 90; y++) for (let x = 60; x < 120; x++) halves.setPixelColor(0xcc6633ff, x, y);
        await dropBytes(page, 'halves.gif', await halves.getBuffer(JimpMime.gif));
        assert.equal(await endOfJob(page, 'halves.gif'), 'Completed');
        await waitUntilDisplayed(page);
        assert.ok(measureDifference(await readDisplayedColour(page, 0.25, 0.5), [0x33, 0x66, 0xcc]) <= 8);
        assert.ok(measureDifference(await readDisplayedColour(page, 0.75, 0.5), [0xcc, 0x66, 0x33]) <= 8);
      });

      for (const [file, what, bytes, sentence] of rejected)
        it(`explains that ${what} is rejected`, async () => {
          await dropBytes(page, file, await bytes());
          assert.equal(await endOfJob(page, file), 'Rejected');
          const row = page.locator('li.selected', { hasText: file });
          assert.match(await row.locator('.problem').innerText(), sentence);
          await page.locator('dicom-viewer .message p', { hasText: sentence }).waitFor();
        });

      it('explains that a file is over the limit', async () => {
        await dropBytes(page, 'large.png', new Uint8Array(LIMIT_BYTES + 1));
        const row = page.locator('li.row', { hasText: 'large.png' });
        await row.locator('.problem').waitFor();
        assert.match(await row.innerText(), /larger than the limit/);
      });
    });
});
