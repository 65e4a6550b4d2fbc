import type { Overlay } from '../../../dicom/index.ts';

/** Differs from the colours of the boxes, because an overlay is part of the file and not of the results. */
const COLOUR = 0xff9be88f;

/** Draws overlay planes (PS3.3 C.9.2) on a transparent canvas of the image's size. */
export function drawOverlays(
  overlays: readonly Overlay[],
  width: number,
  height: number,
): HTMLCanvasElement | undefined {
  if (overlays.length === 0) return undefined;
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const image = new ImageData(width, height);
  const to = new Uint32Array(image.data.buffer);
  for (const { rows, columns, top, left, bits } of overlays)
    for (let row = Math.max(0, -top); row < rows && row + top < height; row++)
      for (let column = Math.max(0, -left); column < columns && column + left < width; column++)
        if (bits[row * columns + column]) to[(row + top) * width + column + left] = COLOUR;
  canvas.getContext('2d')!.putImageData(image, 0, 0);
  return canvas;
}
