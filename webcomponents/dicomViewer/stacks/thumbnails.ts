import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ImageController } from './imageController.ts';
import { getMiddleIndex, type Stack } from './buildStacks.ts';

/** The length of the longer side in CSS pixels. */
const THUMBNAIL_SIDE = 72;

/** Draws thumbnails of the middle images of the stacks, one after the other. */
export class Thumbnails implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #images: ImageController;
  readonly #pictures = new Map<string, HTMLCanvasElement>();
  #signal: AbortSignal | undefined;
  #busy = false;

  constructor(host: ReactiveControllerHost, images: ImageController) {
    this.#host = host;
    this.#images = images;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#pictures.clear();
  }

  hostUpdated(): void {
    const { signal, stacks } = this.#images;
    if (signal !== this.#signal) this.#pictures.clear();
    this.#signal = signal;
    if (stacks.length > 1 && !this.#busy && signal) void this.#drawMissing(signal);
  }

  /** Returns the thumbnail of a stack; undefined until it is drawn. */
  get(stack: Stack): HTMLCanvasElement | undefined {
    return this.#pictures.get(getPictureKey(stack));
  }

  async #drawMissing(signal: AbortSignal): Promise<void> {
    this.#busy = true;
    const late = (): boolean => signal.aborted;
    try {
      for (let stack = this.#next(); stack && !late(); stack = this.#next()) {
        const picture = await this.#draw(stack, signal).catch(() => undefined);
        if (late()) break;
        // A thumbnail that cannot be drawn stays empty. The error is shown when the stack is opened.
        this.#pictures.set(getPictureKey(stack), picture ?? document.createElement('canvas'));
        this.#host.requestUpdate();
      }
    } finally {
      this.#busy = false;
    }
  }

  #next(): Stack | undefined {
    return this.#images.stacks.find((stack) => !this.#pictures.has(getPictureKey(stack)));
  }

  async #draw(stack: Stack, signal: AbortSignal): Promise<HTMLCanvasElement | undefined> {
    const { library } = this.#images;
    const { instance, frame } = stack.slots[getMiddleIndex(stack)]!;
    const preview = await library?.preview(instance.key, signal);
    const image = preview ?? (await library?.open(instance.key, signal));
    if (!image) return undefined;
    const of = preview ? 0 : frame;
    await image.load(of, signal);
    const { width, height, pixels } = image.paint(of, undefined, false);
    image.close();
    const whole = pixels instanceof HTMLCanvasElement ? pixels : document.createElement('canvas');
    if (pixels instanceof ImageData) {
      Object.assign(whole, { width, height });
      whole.getContext('2d')!.putImageData(pixels, 0, 0);
    }
    const shownHeight = height * image.pixelAspect;
    const scale = (THUMBNAIL_SIDE * devicePixelRatio) / Math.max(width, shownHeight);
    const picture = document.createElement('canvas');
    picture.width = Math.max(1, Math.round(width * scale));
    picture.height = Math.max(1, Math.round(shownHeight * scale));
    picture.getContext('2d')!.drawImage(whole, 0, 0, picture.width, picture.height);
    whole.width = whole.height = 0;
    return picture;
  }
}

/** Identifies a thumbnail, which depends on the middle image of its stack. */
const getPictureKey = (stack: Stack): string =>
  `${stack.key}/${stack.slots[getMiddleIndex(stack)]!.instance.key}`;
