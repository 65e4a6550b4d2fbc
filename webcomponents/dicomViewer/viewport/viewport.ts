import type { VoiChoice } from '../../../dicom/display/chooseVoi.ts';
import type {
  Cornerstone,
  CornerstoneImage,
  EnabledElement,
  Viewport as CornerstoneViewport,
} from 'cornerstone-core';
import type { ViewerImage, Voi } from '../images/viewerImage.ts';
import { createRandomKey } from '../../api/createRandomKey.ts';
import { transformPoint, invertAffine, scaleAffine, type Affine, type Point } from '../affine.ts';
import { Painter } from './painter.ts';

/** Shows an image with scale, pan, rotation, flips and window, using cornerstone-core. Points are in CSS pixels. */
export class Viewport {
  readonly #cornerstone: Cornerstone;
  readonly #box: HTMLElement;
  readonly #painter = new Painter();
  readonly #rendered: (windowOnly: boolean) => void;
  readonly #nonce = createRandomKey();
  #image: ViewerImage | undefined;
  #frame = 0;
  #pick: VoiChoice | undefined;
  #overlay: HTMLCanvasElement | undefined;
  #fitted = true;
  #ratio = 1;
  /** The number of images shown so far. */
  #shownCount = 0;
  /** The width of the image shown last. It stays known while the screen is empty. */
  #lastWidth: number | undefined;
  /** Identifies the last drawing by image and transform, without the window. */
  #lastDrawn = '';

  /**
   * Creates a viewport in an empty positioned element. cornerstone-core is loaded here because it needs `window`.
   *
   * @param rendered called after each drawing; overlays must be updated unless only the window changed
   */
  static async create(box: HTMLElement, rendered: (windowOnly: boolean) => void): Promise<Viewport> {
    const { default: cornerstone } = await import('./cornerstone.ts');
    return new Viewport(cornerstone, box, rendered);
  }

  private constructor(cornerstone: Cornerstone, box: HTMLElement, rendered: (windowOnly: boolean) => void) {
    this.#cornerstone = cornerstone;
    this.#box = box;
    this.#rendered = rendered;
    this.layout();
    cornerstone.enable(box);
    box.addEventListener('cornerstoneimagerendered', this.#onRendered);
  }

  dispose(): void {
    this.#box.removeEventListener('cornerstoneimagerendered', this.#onRendered);
    this.#cornerstone.disable(this.#box);
    this.#painter.clear();
    this.#overlay = undefined;
    this.#image = undefined;
  }

  get image(): ViewerImage | undefined {
    return this.#image;
  }

  get frame(): number {
    return this.#frame;
  }

  /** The viewport of cornerstone-core: scale in device pixels per pixel, translation, rotation, flips, window. */
  get state(): Readonly<CornerstoneViewport> | undefined {
    return this.#image && this.#enabled.viewport;
  }

  /** The user's window; undefined for the file's default. */
  get voi(): Voi | undefined {
    const { windowWidth: width, windowCenter: center } = this.state?.voi ?? {};
    return width === undefined || center === undefined ? undefined : { width, center };
  }

  set voi(voi: Voi | undefined) {
    this.#pick = undefined;
    this.change({ voi: { windowWidth: voi?.width, windowCenter: voi?.center } });
  }

  /** The user's window, or a choice among those of the file; undefined for the file's default. */
  get pick(): VoiChoice | undefined {
    const { voi } = this;
    return voi ? { window: voi } : this.#pick;
  }

  set pick(pick: VoiChoice | undefined) {
    this.voi = typeof pick === 'object' && 'window' in pick ? pick.window : undefined;
    if (this.voi) return;
    this.#pick = pick;
    this.change({});
  }

  /** Graphics over the image that rotate with it. */
  set overlay(overlay: HTMLCanvasElement | undefined) {
    if (this.#overlay === overlay) return;
    this.#overlay = overlay;
    this.change({});
  }

  /** Shows a loaded frame. `keep` preserves zoom, pan and window: for another resolution of the image, or another slice. */
  show(image: ViewerImage, frame: number, { keep = false } = {}): void {
    const before = this.#image;
    if (before !== image) this.#shownCount++;
    this.#image = image;
    this.#frame = frame;
    const fresh = !keep || this.#lastWidth === undefined;
    if (fresh) this.#pick = undefined;
    this.#overlay = undefined;
    const ratio = this.#lastWidth === undefined ? 1 : this.#lastWidth / image.width;
    const old = this.#lastWidth === undefined ? undefined : this.#enabled.viewport;
    this.#lastWidth = image.width;
    const kept = old && {
      scale: old.scale * ratio,
      translation: { x: old.translation.x / ratio, y: old.translation.y / ratio },
    };
    this.#cornerstone.displayImage(this.#box, this.#toCornerstone(image, frame), fresh ? FRESH : kept);
    if (fresh || this.#fitted) this.fit();
  }

  /** Clears the screen. Zoom and pan are kept for the next image of the same stack. */
  clear(): void {
    if (!this.#image) return;
    this.#image = undefined;
    this.#overlay = undefined;
    this.#painter.clear();
    const enabled = this.#enabled;
    // cornerstone-core has no function to remove an image, and draws nothing without one.
    enabled.image = undefined;
    const { canvas } = enabled;
    const context = canvas.getContext('2d', { desynchronized: true })!;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
  }

  change(change: Partial<CornerstoneViewport>): void {
    if (!this.#image) return;
    if (change.scale !== undefined || change.translation !== undefined) this.#fitted = false;
    this.#cornerstone.setViewport(this.#box, change);
  }

  fit(): void {
    if (!this.#image) return;
    this.#cornerstone.fitToWindow(this.#box);
    this.#fitted = true;
  }

  /** Maps one pixel of the image to one pixel of the screen, aligned to its grid, so that nothing is interpolated. */
  oneToOne(): void {
    if (!this.#image) return;
    this.change({ scale: 1, translation: { x: 0, y: 0 } });
    this.#snap();
  }

  reset(): void {
    if (!this.#image) return;
    this.#pick = undefined;
    this.change(FRESH);
    this.fit();
  }

  /** Moves the image by CSS pixels. */
  pan(dx: number, dy: number): void {
    const state = this.state;
    if (!state) return;
    const { x, y } = state.translation;
    const [sx, sy] = this.#axisScales(state);
    this.change({ translation: { x: x + (dx * this.#ratio) / sx, y: y + (dy * this.#ratio) / sy } });
  }

  /** Zooms by a factor around the point `at`. */
  zoom(factor: number, at?: Point): void {
    const state = this.state;
    if (!state) return;
    const scale = Math.min(64, Math.max(0.02, state.scale * factor));
    const before = at && this.toImage(at);
    this.change({ scale });
    if (!before) return;
    const now = this.toScreen(before);
    this.pan(at.x - now.x, at.y - now.y);
  }

  /** Rotates the image clockwise, and fits it again if it was fitted. */
  rotate(degrees: number): void {
    const state = this.state;
    if (!state) return;
    this.change({ rotation: state.rotation + degrees });
    if (this.#fitted) this.fit();
  }

  /** The map from pixels of the stored image (the corner of the first pixel is 0, 0) to CSS pixels of the box. */
  get transform(): Affine {
    const { m } = this.#cornerstone.internal.calculateTransform(this.#enabled);
    return scaleAffine(m, 1 / this.#ratio);
  }

  /** The centre of the box. */
  get centre(): Point {
    const { clientWidth, clientHeight } = this.#box.parentElement!;
    return { x: clientWidth / 2, y: clientHeight / 2 };
  }

  toScreen(point: Point): Point {
    return transformPoint(this.transform, point);
  }

  toImage(point: Point): Point {
    return transformPoint(invertAffine(this.transform), point);
  }

  /**
   * Fits the box to its parent. cornerstone-core does not know the device pixel ratio, so the box is enlarged by that
   * ratio and scaled back.
   */
  layout(): void {
    const frame = this.#box.parentElement!;
    this.#ratio = window.devicePixelRatio || 1;
    const { style } = this.#box;
    style.width = `${Math.round(frame.clientWidth * this.#ratio)}px`;
    style.height = `${Math.round(frame.clientHeight * this.#ratio)}px`;
    style.transform = `scale(${1 / this.#ratio})`;
    const scale = this.state?.scale;
    if (scale !== undefined) {
      this.#cornerstone.resize(this.#box, this.#fitted);
      // cornerstone-core changes the scale with the box; a scale set by the user must stay.
      if (!this.#fitted) this.change({ scale });
      if (!this.#fitted && scale === 1) this.#snap();
    } else if (this.#box.firstElementChild) this.#cornerstone.resize(this.#box);
  }

  readonly #onRendered = (): void => {
    const { m } = this.#cornerstone.internal.calculateTransform(this.#enabled);
    const drawn = `${this.#enabled.image?.imageId} ${m.join(' ')} ${this.#ratio}`;
    const windowOnly = drawn === this.#lastDrawn;
    this.#lastDrawn = drawn;
    this.#rendered(windowOnly);
  };

  get #enabled(): EnabledElement {
    return this.#cornerstone.getEnabledElement(this.#box);
  }

  /** Moves the image by less than a pixel, to align its pixels with those of the screen. */
  #snap(): void {
    const { x: tx, y: ty } = this.#enabled.viewport.translation;
    const [, , , , x, y] = this.#cornerstone.internal.calculateTransform(this.#enabled).m;
    this.change({ translation: { x: tx + Math.round(x) - x, y: ty + Math.round(y) - y } });
  }

  /** Returns the scale of each axis. cornerstone-core stretches the longer side of a pixel and rotates the pan with the image. */
  #axisScales({ scale, rotation }: CornerstoneViewport): [number, number] {
    const aspect = this.#image?.pixelAspect ?? 1;
    const scales: [number, number] = aspect >= 1 ? [scale, scale * aspect] : [scale / aspect, scale];
    return rotation % 180 === 0 ? scales : [scales[1], scales[0]];
  }

  #toCornerstone(image: ViewerImage, frame: number): CornerstoneImage {
    return {
      imageId: `${this.#nonce}:${this.#shownCount}:${frame}`,
      rows: image.height,
      columns: image.width,
      height: image.height,
      width: image.width,
      rowPixelSpacing: image.pixelAspect,
      columnPixelSpacing: 1,
      color: true,
      sizeInBytes: image.bytes,
      render: (enabled) =>
        this.#painter.paint(
          enabled,
          image,
          frame,
          { voi: this.pick, overlay: this.#overlay },
          this.#cornerstone.internal.calculateTransform(enabled).m,
        ),
    };
  }
}

const FRESH: Partial<CornerstoneViewport> = {
  translation: { x: 0, y: 0 },
  voi: { windowWidth: undefined, windowCenter: undefined },
  invert: false,
  rotation: 0,
  hflip: false,
  vflip: false,
};
