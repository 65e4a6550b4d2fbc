import type { VoiChoice } from '../../../dicom/display/chooseVoi.ts';
import type { EnabledElement } from 'cornerstone-core';
import type { ViewerImage } from '../images/viewerImage.ts';
import type { Affine } from '../affine.ts';

/** More is not kept between two changes. */
const REUSED_BYTES = 4 * 1024 * 1024;

/**
 * Draws a frame's levels on a canvas; the levels are made again only when the window or the frame changes, or when more
 * or fewer of them are needed: no more are made than the screen can show, so a window of 14 megapixels follows the hand.
 */
export class Painter {
  readonly #own = document.createElement('canvas');
  /** What is drawn: an own canvas, or an image's. */
  #levels = this.#own;
  /** Pixels of the image that one of the levels stands for, across and down. */
  #step = 1;
  /** To be painted over: a new one for each change of a window is a megabyte for the collector. */
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
    // As cornerstone-core asks for it: then the canvas is scaled away from the main thread.
    const context = canvas.getContext('2d', { desynchronized: true })!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    // Enlarged pixels are shown as such from 4 to 1; below, interpolation is what readers expect.
    context.imageSmoothingEnabled = viewport.scale !== 1 && viewport.scale < 4;
    // Where nothing is left out, bilinear: 'high' is bicubic, and took 9 of 10 ms of a window change without a GPU.
    context.imageSmoothingQuality = viewport.scale < 1 ? 'medium' : 'low';
    context.setTransform(...transform);
    const { width, height } = this.#levels;
    // The last squares of a reduced frame may reach over its edge.
    const across = Math.min(width, image.width / this.#step);
    const down = Math.min(height, image.height / this.#step);
    context.drawImage(this.#levels, 0, 0, across, down, 0, 0, image.width, image.height);
    if (overlay) context.drawImage(overlay, 0, 0, image.width, image.height);
  }

  clear(): void {
    this.#shown = this.#pixels = undefined;
    this.#own.width = this.#own.height = 0;
    this.#levels = this.#own;
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
    // A frame that the image no longer holds stays as it was painted.
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
    this.#levels = this.#own;
    if (this.#own.width !== width) this.#own.width = width;
    if (this.#own.height !== height) this.#own.height = height;
    this.#own.getContext('2d')!.putImageData(pixels, 0, 0);
    this.#pixels = pixels.data.length <= REUSED_BYTES ? pixels : undefined;
  }
}
