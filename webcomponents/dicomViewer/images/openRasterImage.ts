import type { VoiChoice } from '../../../dicom/display/chooseVoi.ts';
import { applyLevelTable, IDENTITY_WINDOW, createLevelTable } from './levelTable.ts';
import type { Fact, PaintedFrame, ViewerImage } from './viewerImage.ts';

/**
 * Opens an ordinary image or a rendition. The browser decodes it and applies its orientation, so that boxes fit.
 *
 * @throws DOMException if the browser cannot decode it
 */
export async function openRasterImage(blob: Blob, facts: readonly Fact[] = []): Promise<ViewerImage> {
  const bitmap = await createImageBitmap(blob, { imageOrientation: 'from-image' });
  const { width, height } = bitmap;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  let imageData: ImageData | undefined;
  // Only read when values are requested, because showing the image does not need them.
  const pixels = (): ImageData => (imageData ??= context.getImageData(0, 0, width, height));
  const voiOf = (_frame: number, pick: VoiChoice | undefined) =>
    typeof pick === 'object' && 'window' in pick ? pick.window : IDENTITY_WINDOW;
  return {
    width,
    height,
    frames: 1,
    pixelAspect: 1,
    facts,
    stackFacts: NO_STACK_FACTS,
    frameMs: undefined,
    lossy: false,
    capacity: 1,
    bytes: 4 * width * height,
    defaultVoi: () => IDENTITY_WINDOW,
    voiOf,
    fileVois: () => [],
    geometry: () => ({ calibration: { kind: 'pixels', aspect: 1 }, axes: undefined }),
    sampler: () => ({
      width,
      height,
      unit: '',
      at: (column, row) => {
        if (column < 0 || row < 0 || column >= width || row >= height) return undefined;
        const at = 4 * (row * width + column);
        const { data } = pixels();
        return [data[at]!, data[at + 1]!, data[at + 2]!];
      },
    }),
    overlay: () => Promise.resolve(undefined),
    loaded: () => true,
    load: () => Promise.resolve(),
    paint: (frame, voi, invert): PaintedFrame => ({
      width,
      height,
      pixels: voi || invert ? applyLevelTable(pixels(), createLevelTable(voiOf(frame, voi), invert)) : canvas,
    }),
    close: () => undefined,
  };
}

const NO_STACK_FACTS: ViewerImage['stackFacts'] = {
  series: undefined,
  position: undefined,
  number: undefined,
  kind: undefined,
  orientation: undefined,
  modality: undefined,
};
