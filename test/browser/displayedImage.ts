/** Reads what the viewer displays: pixels and boxes. */
import { Jimp, intToRGBA } from 'jimp';
import type { Page } from 'playwright-core';
import type { Box } from '../../contract/index.ts';

export type Rgb = readonly [number, number, number];

/** A box over the image: relative to the image, from 0 to 1, and on the page, in CSS pixels. */
export interface DisplayedBox {
  readonly caption: string;
  readonly onImage: Box;
  readonly onPage: Box;
}

/** Waits until the source image of the selected job is painted, and not its preview or the previous image. */
export async function waitUntilDisplayed(page: Page): Promise<void> {
  const viewer = page.locator('dicom-viewer');
  await viewer.locator('.corner.start').waitFor();
  await viewer.locator('.preview').waitFor({ state: 'detached' });
  // The viewer paints in the next animation frame.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

/** Reads the canvas at a position relative to the image, from 0 to 1. */
export async function readDisplayedColour(page: Page, x: number, y: number): Promise<Rgb> {
  const levels = await page.locator('dicom-viewer').evaluate(
    (viewer: HTMLElementTagNameMap['dicom-viewer'], [u, v]) => {
      const canvas = viewer.renderRoot.querySelector('canvas')!;
      const { viewport } = viewer.toolContext!;
      const at = viewport.toScreen({ x: u * viewport.image!.width, y: v * viewport.image!.height });
      const scale = canvas.width / canvas.getBoundingClientRect().width;
      const { data } = canvas.getContext('2d')!.getImageData(at.x * scale, at.y * scale, 1, 1);
      return [data[0]!, data[1]!, data[2]!] as const;
    },
    [x, y] as const,
  );
  return levels;
}

/** Reads all boxes over the image as the browser has laid them out. */
export function readDisplayedBoxes(page: Page): Promise<DisplayedBox[]> {
  return page.locator('dicom-viewer').evaluate((viewer: HTMLElementTagNameMap['dicom-viewer']) => {
    const { viewport } = viewer.toolContext!;
    const { width, height } = viewport.image!;
    const start = viewport.toScreen({ x: 0, y: 0 });
    const end = viewport.toScreen({ x: width, y: height });
    const stage = viewer.renderRoot.querySelector('.overlay')!.getBoundingClientRect();
    return [...viewer.renderRoot.querySelectorAll<SVGGElement>('.detection')].map((detection) => {
      const { x, y, width: w, height: h } = detection.querySelector<SVGPolygonElement>('.line')!.getBBox();
      return {
        caption: detection.querySelector('text')?.textContent ?? '',
        onImage: {
          left: (x - start.x) / (end.x - start.x),
          top: (y - start.y) / (end.y - start.y),
          width: w / (end.x - start.x),
          height: h / (end.y - start.y),
        },
        onPage: { left: stage.left + x, top: stage.top + y, width: w, height: h },
      };
    });
  });
}

/**
 * Reads the colours of a screenshot across the left and the right edge of a box, from 2 px outside to 2 px inside,
 * at half its height. It reads both edges because another box may cover one of them.
 */
export async function readEdgeColours(page: Page, { onPage }: DisplayedBox): Promise<Rgb[]> {
  const picture = await Jimp.read(await page.screenshot({ scale: 'css' }));
  const y = Math.round(onPage.top + onPage.height / 2);
  return [onPage.left, onPage.left + onPage.width].flatMap((edge) =>
    [-2, -1, 0, 1, 2].map((off): Rgb => {
      const x = Math.min(Math.max(0, Math.round(edge + off)), picture.width - 1);
      const { r, g, b } = intToRGBA(picture.getPixelColor(x, y));
      return [r, g, b];
    }),
  );
}

/** Returns the largest difference of the three channels. */
export const measureDifference = (a: Rgb, b: Rgb): number =>
  Math.max(...a.map((level, index) => Math.abs(level - b[index]!)));
