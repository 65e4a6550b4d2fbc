import { applyLevels, IDENTITY, levelTable } from './levels.ts';
import type { Fact, Painted, ViewerImage, Voi } from './viewerImage.ts';

/**
 * An ordinary image, or a rendition, decoded by the browser with its orientation applied, so that boxes fit.
 *
 * @throws DOMException when the browser cannot decode it
 */
export async function openRaster(blob: Blob, facts: readonly Fact[] = []): Promise<ViewerImage> {
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' });
  const { width, height } = bitmap;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const pixels = context.getImageData(0, 0, width, height);
  return {
    width,
    height,
    frames: 1,
    pixelAspect: 1,
    facts,
    bytes: pixels.data.byteLength,
    defaultVoi: () => IDENTITY,
    load: () => Promise.resolve(),
    paint: (_frame, voi: Voi | undefined, invert): Painted => ({
      width,
      height,
      pixels: voi || invert ? applyLevels(pixels, levelTable(voi ?? IDENTITY, invert)) : pixels,
    }),
    close: () => undefined,
  };
}
