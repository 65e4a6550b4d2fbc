import type { VoiChoice } from '../../../dicom/display/chooseVoi.ts';
import type { EnabledElement } from 'cornerstone-core';
import type { ViewerImage } from '../images/viewerImage.ts';
import type { Affine } from '../affine.ts';

/** Larger pixel buffers are not reused. */
const REUSED_BYTES = 4 * 1024 * 1024;

/**
 * Draws a frame on a canvas. The display levels are computed only when the window, the frame or the resolution changes,
 * and never more of them than the screen can show, so that dragging a window stays smooth with 14 megapixels.
 */
export class Painter {
  readonly #canvas = document.createElement('canvas');
  /** The canvas to draw: the painter's own, or one from the image. */
  #levels = this.#canvas;
  /** The side of the square of image pixels that one level represents. */
  #step = 1;
  /** Reused between window changes, to relieve the garbage collector. */
  #pixels: ImageData | undefined;
  #shown: { image: ViewerImage; frame: number; key: string } | undefined;

  paint(
    { canvas, viewport }: EnabledElement,
    image: ViewerImage,
    frame: number,
    { voi, overlay }: { voi: VoiChoice | undefined; overlay: HTMLCanvasElement | undefined },
    transform: Affine,
  ): void {
    const step = Math.max(1, Math.floor(1 / viewport.scale));
    this.#update(image, frame, voi, viewport.invert, step);
    // cornerstone-core requests the same option; the canvas is then scaled off the main thread.
    const context = canvas.getContext('2d', { desynchronized: true })!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    // From a scale of 4, pixels are shown as squares. Below, users expect interpolation.
    context.imageSmoothingEnabled = viewport.scale !== 1 && viewport.scale < 4;
    // 'low' is bilinear. 'high' is bicubic, and took 9 of 10 ms of a window change without a GPU.
    context.imageSmoothingQuality = viewport.scale < 1 ? 'medium' : 'low';
    context.setTransform(...transform);
    const { width, height } = this.#levels;
    // The last squares of a reduced frame may extend past its edge.
    const across = Math.min(width, image.width / this.#step);
    const down = Math.min(height, image.height / this.#step);
    context.drawImage(this.#levels, 0, 0, across, down, 0, 0, image.width, image.height);
    if (overlay) context.drawImage(overlay, 0, 0, image.width, image.height);
  }

  clear(): void {
    this.#shown = this.#pixels = undefined;
    this.#canvas.width = this.#canvas.height = 0;
    this.#levels = this.#canvas;
  }

  #update(
    image: ViewerImage,
    frame: number,
    voi: VoiChoice | undefined,
    invert: boolean,
    step: number,
  ): void {
    const key = `${JSON.stringify(voi)},${invert},${step}`;
    const shown = this.#shown;
    if (shown?.image === image && shown.frame === frame && shown.key === key) return;
    // A frame that was evicted from the cache stays as it was painted.
    if (!image.loaded(frame)) return;
    const { width, height, pixels } = image.paint(frame, voi, invert, {
      step,
      reuse: shown?.image === image ? this.#pixels : undefined,
    });
    this.#step = width === image.width ? 1 : step;
    this.#shown = { image, frame, key };
    if (pixels instanceof HTMLCanvasElement) {
      this.#levels = pixels;
      this.#pixels = undefined;
      return;
    }
    this.#levels = this.#canvas;
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#canvas.getContext('2d')!.putImageData(pixels, 0, 0);
    this.#pixels = pixels.data.length <= REUSED_BYTES ? pixels : undefined;
  }
}
