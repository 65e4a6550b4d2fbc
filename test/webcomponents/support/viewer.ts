import type { DicomViewer } from '../../../webcomponents/dicomViewer/dicomViewer.ts';
import { waitFor } from '../../support/waitFor.ts';

/** Adds a viewer of a size in CSS pixels to the page. */
export function mount({ width, height }: { width: number; height: number }): DicomViewer {
  const viewer = document.createElement('dicom-viewer');
  Object.assign(viewer.style, { width: `${width}px`, height: `${height}px` });
  document.body.append(viewer);
  return viewer;
}

/** Returns the canvas once it shows an image. */
export const canvasOf = (viewer: DicomViewer): Promise<HTMLCanvasElement> =>
  waitFor('an image on the canvas', () =>
    viewer.toolContext ? viewer.renderRoot.querySelector('canvas') : undefined,
  );

/** Returns the RGBA levels at a position on the canvas, from 0 to 1. */
export const pixelAt = (canvas: HTMLCanvasElement, x: number, y: number): number[] => [
  ...canvas.getContext('2d')!.getImageData(Math.round(x * canvas.width), Math.round(y * canvas.height), 1, 1)
    .data,
];

/** Draws a PNG of four quarters: red, green, blue and grey 128. */
export async function testCard(width: number, height: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = canvas.getContext('2d')!;
  for (const [index, colour] of ['#f00', '#0f0', '#00f', '#808080'].entries()) {
    context.fillStyle = colour;
    context.fillRect(((index % 2) * width) / 2, (Math.floor(index / 2) * height) / 2, width / 2, height / 2);
  }
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!)));
}
