import assert from 'node:assert/strict';
import { Jimp, JimpMime } from 'jimp';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../browser/launchChromium.ts';
import { embeddingPage, portalPolicy } from '../../browser/embeddingPage.ts';
import { completedJob } from '../support/jobs.ts';

const WIDTH = 200;
const HEIGHT = 160;
/** The bright area of the image, which is also the job's box, in pixels of the image. */
const BRIGHT_AREA = { left: 80, top: 60, width: 50, height: 40 };
/** The colours of its quarters, clockwise from the upper left, like the corners of the box. */
const COLOURS = ['255,0,0', '0,255,0', '255,255,255', '0,0,255'];

interface Shown {
  view: string;
  /** The greatest distance between an edge of the image and of the box, in pixels of the screen. */
  error: number;
  /** The colours of the image just inside each corner of the box. */
  colours: string[];
}

/** Draws a black image whose bright area has a colour for each quarter. */
async function picture(): Promise<Buffer> {
  const image = new Jimp({ width: WIDTH, height: HEIGHT, color: 0x000000ff });
  const { left, top, width, height } = BRIGHT_AREA;
  for (let y = top; y < top + height; y++)
    for (let x = left; x < left + width; x++) {
      const [right, lower] = [x >= left + width / 2, y >= top + height / 2];
      image.setPixelColor(lower ? (right ? 0xffffffff : 0x0000ffff) : right ? 0x00ff00ff : 0xff0000ff, x, y);
    }
  return image.getBuffer(JimpMime.png);
}

/** Rotates, flips and zooms the viewer in all ways. This function runs in the page. */
async function everyView(): Promise<Shown[]> {
  const viewer = document.querySelector('dicom-viewer')!;
  const { viewport } = viewer.toolContext!;
  const canvas = viewer.renderRoot.querySelector('canvas')!;
  const line = viewer.renderRoot.querySelector<SVGPolygonElement>('polygon.line')!;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const pixels = () =>
    canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height).data as ArrayLike<number>;

  const shown = (view: string): Shown => {
    const box = canvas.getBoundingClientRect();
    const ratio = canvas.width / box.width;
    const map = line.getScreenCTM()!;
    const corners = [...line.points].map((point) => {
      const { x, y } = point.matrixTransform(map);
      return { x: (x - box.left) * ratio, y: (y - box.top) * ratio };
    });
    const data = pixels();
    const bright = { left: Infinity, top: Infinity, right: 0, bottom: 0 };
    for (let y = 0, at = 0; y < canvas.height; y++)
      for (let x = 0; x < canvas.width; x++, at += 4)
        if (Math.max(data[at]!, data[at + 1]!, data[at + 2]!) > 127) {
          bright.left = Math.min(bright.left, x);
          bright.top = Math.min(bright.top, y);
          bright.right = Math.max(bright.right, x + 1);
          bright.bottom = Math.max(bright.bottom, y + 1);
        }
    const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
    const off = [
      Math.min(...xs) - bright.left,
      Math.max(...xs) - bright.right,
      Math.min(...ys) - bright.top,
      Math.max(...ys) - bright.bottom,
    ].map(Math.abs);
    const middle = { x: (corners[0]!.x + corners[2]!.x) / 2, y: (corners[0]!.y + corners[2]!.y) / 2 };
    const colours = corners.map(({ x, y }) => {
      const inside = (from: number, to: number): number => Math.floor(from + (to - from) / 2);
      const at = 4 * (inside(y, middle.y) * canvas.width + inside(x, middle.x));
      return `${data[at]!},${data[at + 1]!},${data[at + 2]!}`;
    });
    return { view, error: Math.max(...off), colours };
  };

  const views: Shown[] = [];
  for (const degrees of [0, 90, 180, 270])
    for (const hflip of [false, true])
      for (const zoom of [0, 1, 2.37]) {
        viewport.reset();
        viewport.change({ hflip });
        viewport.rotate(degrees);
        if (zoom > 0) viewport.oneToOne();
        if (zoom > 1) viewport.zoom(zoom);
        await frame();
        await frame();
        await viewer.updateComplete;
        views.push(shown(`${degrees} degrees, flipped ${hflip}, zoom ${zoom || 'to fit'}`));
      }
  return views;
}

describe('the boxes over the image', function () {
  this.timeout(60_000);
  let browser: Browser;
  let embedding: Awaited<ReturnType<typeof embeddingPage>>;
  const jobId = 'b'.repeat(32);

  before(async () => {
    browser = await launchChromium();
    embedding = await embeddingPage({
      policy: portalPolicy,
      page: (site) => `<script type="module" src="${site}/viewer/define-viewer.js"></script>
<dicom-viewer api-url="${site}/api" job-id="${jobId}"></dicom-viewer>`,
    });
    const put = (path: string, body: BodyInit) =>
      fetch(`${embedding.site}/fake/jobs/${jobId}${path}`, { method: 'PUT', body });
    await put('/files/source', new Uint8Array(await picture()));
    const box = {
      left: BRIGHT_AREA.left / WIDTH,
      top: BRIGHT_AREA.top / HEIGHT,
      width: BRIGHT_AREA.width / WIDTH,
      height: BRIGHT_AREA.height / HEIGHT,
    };
    const image = { format: 'png', width: WIDTH, height: HEIGHT, frames: 1 };
    await put('', JSON.stringify({ ...completedJob(box), image, renditions: [] }));
  });
  after(async () => {
    await browser.close();
    await embedding.close();
  });

  for (const deviceScaleFactor of [1, 2])
    it(`match the image within a pixel in 24 views, at device pixel ratio ${deviceScaleFactor}`, async () => {
      const page = await browser.newPage({ deviceScaleFactor, viewport: { width: 1100, height: 750 } });
      // tsx wraps named functions in a call to __name.
      await page.addInitScript('globalThis.__name = (named) => named');
      await page.goto(embedding.pageUrl);
      await page.locator('dicom-viewer polygon.line').waitFor({ state: 'attached' });
      const views = await page.evaluate(everyView);
      assert.equal(views.length, 24);
      for (const { view, error, colours } of views) {
        assert.ok(error <= 1, `${view}: ${error} pixels of the screen`);
        assert.deepEqual(colours, COLOURS, view);
      }
      await page.close();
    });
});
