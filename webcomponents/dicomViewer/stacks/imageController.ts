import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { getErrorText, getNotLoadedText } from '../../texts/errorText.ts';
import type { ViewerImage } from '../images/viewerImage.ts';
import { ImageCache } from './imageCache.ts';
import type { Library } from './library.ts';
import { Prefetcher } from './prefetcher.ts';
import { findSlot, getMiddleIndex, buildStacks, type Slot, type Stack } from './buildStacks.ts';
import { listSlotsAround } from './listSlotsAround.ts';

type Stage = 'empty' | 'loading' | 'preview' | 'ready' | 'error';

interface ImageOptions {
  /** Prepares the screen for the first image. */
  prepare: () => void;
  /** Shows an image; `keep` preserves window and zoom, for another image of the same stack. */
  show: (image: ViewerImage, frame: number, keep: boolean) => Promise<void>;
  /** Removes the image from the screen. */
  clear: () => void;
  /** Called when another instance, or an error in its place, is shown. */
  imageChanged: (key: string) => void;
}

/** The limit for decoded and encoded pixels of all open images together. */
const CACHE_BYTES = 96 * 1024 * 1024;

/** A frame of this many pixels may take a second to decode on the main thread, so its rendition is shown first. */
const LARGE_FRAME_PIXELS = 2 ** 22;
/** The longest time to wait for that rendition. */
const PREVIEW_WAIT_MS = 2000;

/**
 * Loads the images that the viewer shows: first the rendition, then the source, then the neighbours in the stack. A
 * later request supersedes the earlier ones.
 */
export class ImageController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: ImageOptions;
  readonly #cache = new ImageCache(CACHE_BYTES);
  readonly #opening = new Map<string, Promise<ViewerImage>>();
  readonly #attempted = new Set<string>();
  readonly #prefetcher = new Prefetcher({ next: () => this.#nextPrefetch() });
  #library: Library | undefined;
  #abort: AbortController | undefined;
  /** Numbers the requests for images, to drop results that arrive too late. */
  #ticket = 0;
  #shownTicket = 0;
  #direction = 1;
  /** Set once the first image is shown or has failed. From then on, the user can scroll. */
  #started = false;
  stage: Stage = 'empty';
  /** The image on the screen. */
  image: ViewerImage | undefined;
  frame = 0;
  /** The key of the instance on the screen. */
  key = '';
  error: string | undefined;
  stacks: readonly Stack[] = [];
  stack: Stack | undefined;
  /** The index in the stack that is shown, or will be once it is loaded. */
  index = 0;

  constructor(host: ReactiveControllerHost, options: ImageOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** The number of images to scroll through; 0 until the first one is shown. */
  get count(): number {
    return this.stage === 'preview' || !this.#started ? 0 : (this.stack?.slots.length ?? 0);
  }

  /** Identifies the image and frame on the screen. */
  get place(): string {
    return `${this.key}/${this.frame}`;
  }

  get library(): Library | undefined {
    return this.#library;
  }

  /** Aborted when the library is closed. */
  get signal(): AbortSignal | undefined {
    return this.#abort?.signal;
  }

  hostDisconnected(): void {
    this.clear();
  }

  clear(): void {
    this.#abort?.abort();
    this.#prefetcher.stop();
    this.#cache.clear();
    this.#opening.clear();
    this.#attempted.clear();
    this.image?.close();
    this.image = undefined;
    this.error = undefined;
    this.#library = undefined;
    this.stacks = [];
    this.stack = undefined;
    this.index = 0;
    this.key = '';
    this.#started = false;
    this.#options.clear();
    this.#setStage('empty');
  }

  /** Opens a library and shows one of its images. */
  async open(library: Library, key: string): Promise<void> {
    this.clear();
    this.#library = library;
    const abort = new AbortController();
    this.#abort = abort;
    this.#setStage('loading');
    this.#options.prepare();
    await this.#openFirst(key, abort.signal);
  }

  /** Rebuilds the stacks from the library's instances. The image on the screen stays. */
  rebuildStacks(): void {
    if (!this.#library) return;
    this.stacks = buildStacks(this.#library.instances);
    const wanted = this.stack?.slots[this.index];
    const found =
      findSlot(this.stacks, wanted?.instance.key ?? this.key, wanted?.frame ?? this.frame) ??
      findSlot(this.stacks, this.key, this.frame);
    this.stack = found?.stack;
    this.index = found?.index ?? 0;
    this.#host.requestUpdate();
    if (this.stage === 'ready') this.#prefetcher.start();
  }

  async goTo(index: number): Promise<void> {
    const slot = this.stack?.slots[index];
    if (!slot || this.count === 0 || index === this.index) return;
    this.#direction = Math.sign(index - this.index);
    this.index = index;
    if (!this.image) this.#clearStage();
    this.#host.requestUpdate();
    await this.#showSlot(slot, true);
  }

  /** Returns true if one of the stacks contains the image. */
  has(key: string): boolean {
    return findSlot(this.stacks, key) !== undefined;
  }

  /** Shows an image of the open library, in the stack that contains it. */
  async goToKey(key: string, frame?: number): Promise<void> {
    const found = findSlot(this.stacks, key, frame);
    if (!found || !this.#abort) return;
    const slot = found.stack.slots[found.index]!;
    if (key !== this.key && !this.#cache.peek(key)?.loaded(slot.frame)) this.#clearStage();
    const keep = found.stack === this.stack;
    if (keep) return this.goTo(found.index);
    this.stack = found.stack;
    this.index = found.index;
    this.#direction = 1;
    this.#host.requestUpdate();
    if (this.#cache.has(key)) await this.#showSlot(slot, false);
    else await this.#openFirst(key, this.#abort.signal, frame);
  }

  /** Shows the stack `by` positions away, at its middle image. */
  async goToSeries(by: number): Promise<void> {
    const next = this.stack && this.stacks[this.stacks.indexOf(this.stack) + by];
    if (next) await this.goToStack(next);
  }

  async goToStack(stack: Stack): Promise<void> {
    const slot = stack.slots[getMiddleIndex(stack)]!;
    if (stack !== this.stack) await this.goToKey(slot.instance.key, slot.frame);
  }

  /** Requests the rendition and the source together. Shows the rendition first, unless the source is faster. */
  async #openFirst(key: string, signal: AbortSignal, wanted?: number): Promise<void> {
    const ticket = ++this.#ticket;
    const late = (): boolean => signal.aborted || ticket !== this.#ticket;
    const preview = this.#cache.has(key)
      ? undefined
      : this.#showPreview(key, signal, () => late() || ticket === this.#shownTicket);
    try {
      const image = await this.#obtain(key, signal);
      if (image.width * image.height >= LARGE_FRAME_PIXELS)
        await Promise.race([preview, wait(PREVIEW_WAIT_MS)]);
      if (late()) return;
      const frame = wanted ?? this.#library!.getFirstFrame(key);
      await image.load(frame, signal);
      if (late()) return;
      this.#shownTicket = ticket;
      await this.#display(key, image, frame, 'ready', this.stage === 'preview' && this.key === key);
      this.stack = undefined;
      this.rebuildStacks();
    } catch (error) {
      await preview;
      if (!late()) this.#fail(key, error);
    }
  }

  /** Shows the rendition. A failure is ignored, because the source reports it too, or succeeds. */
  async #showPreview(key: string, signal: AbortSignal, late: () => boolean): Promise<void> {
    try {
      const image = await this.#library!.preview(key, signal);
      if (!image) return;
      if (late()) image.close();
      else {
        await this.#display(key, image, 0, 'preview', false);
        await waitForPaint();
      }
    } catch {
      // Loading the source reports the error.
    }
  }

  /**
   * Shows a slot of the stack. A late result is still shown if it is newer than the image on the screen, so that a
   * scrolling user sees progress.
   */
  async #showSlot({ instance: { key }, frame }: Slot, keep: boolean): Promise<void> {
    const signal = this.#abort!.signal;
    const ticket = ++this.#ticket;
    try {
      const image = await this.#obtain(key, signal);
      await image.load(frame, signal);
      if (signal.aborted || ticket < this.#shownTicket) return;
      this.#shownTicket = ticket;
      await this.#display(key, image, frame, 'ready', keep);
      // The orientation is only known once an image is open, and may move it to another stack.
      if (image.stackFacts.orientation && !this.stack?.slots[this.index]?.instance.orientation)
        this.rebuildStacks();
      this.#prefetcher.start();
    } catch (error) {
      if (!signal.aborted && ticket === this.#ticket) this.#fail(key, error);
    }
  }

  /** Returns an open image, and opens it only once for concurrent requests. */
  #obtain(key: string, signal: AbortSignal): Promise<ViewerImage> {
    const known = this.#cache.get(key);
    if (known) return Promise.resolve(known);
    const pending = this.#opening.get(key);
    if (pending) return pending;
    const opening = this.#open(key, signal).finally(() => {
      if (this.#opening.get(key) === opening) this.#opening.delete(key);
    });
    this.#opening.set(key, opening);
    return opening;
  }

  async #open(key: string, signal: AbortSignal): Promise<ViewerImage> {
    const library = this.#library!;
    // The rendition replaces a source that the browser cannot decode.
    const image = (await library.open(key, signal)) ?? (await library.preview(key, signal));
    if (signal.aborted) image?.close();
    signal.throwIfAborted();
    if (!image) throw new Error('There is no image to show.');
    this.#cache.set(key, image);
    this.#cache.trim(this.#listNearbyKeys());
    return image;
  }

  async #display(key: string, image: ViewerImage, frame: number, stage: Stage, keep: boolean): Promise<void> {
    const other = this.key !== key;
    if (this.image && this.image !== image && this.stage === 'preview') this.image.close();
    this.image = image;
    this.frame = frame;
    this.key = key;
    this.error = undefined;
    this.stage = stage;
    if (stage === 'ready') this.#started = true;
    // Paints the pixels first. The host renders again once they are on the screen.
    await this.#options.show(image, frame, keep);
    if (other) this.#options.imageChanged(key);
  }

  #listNearbyKeys(): Set<string> {
    const { stack } = this;
    const around = stack ? listSlotsAround(this.index, this.#direction, stack.slots.length) : [];
    return new Set([this.key, ...around.map((index) => stack!.slots[index]!.instance.key)]);
  }

  /** Returns the loader of the nearest image or frame that is not loaded yet; undefined if the cache is full. */
  #nextPrefetch(): (() => Promise<void>) | undefined {
    const { stack, image, stage } = this;
    const signal = this.#abort?.signal;
    if (!stack || !image || !signal || stage !== 'ready') return undefined;
    const multiFrame = image.frames > 1;
    const around = listSlotsAround(this.index, this.#direction, stack.slots.length);
    for (const index of multiFrame ? around.slice(0, Math.max(0, image.capacity - 2)) : around) {
      const { instance, frame } = stack.slots[index]!;
      const name = `${instance.key}/${frame}`;
      const open = this.#cache.peek(instance.key);
      if (open?.loaded(frame) || this.#attempted.has(name)) continue;
      if (!multiFrame) this.#cache.trim(this.#listNearbyKeys(), CACHE_BYTES - image.bytes);
      if (!multiFrame && this.#cache.bytes > CACHE_BYTES - image.bytes) return undefined;
      this.#attempted.add(name);
      return async () => {
        try {
          const opened = await this.#obtain(instance.key, signal);
          await opened.load(frame, signal);
          this.#attempted.delete(name);
        } catch {
          // The error is shown when the user gets to this image.
        }
      };
    }
    return undefined;
  }

  /** Clears the stage before another image, because everything on it belongs to one image. */
  #clearStage(): void {
    if (this.stage === 'preview') this.image?.close();
    this.image = undefined;
    this.error = undefined;
    this.key = '';
    this.#options.clear();
    this.#setStage('loading');
  }

  /** Shows an error in place of the image. A preview of the same image stays visible. */
  #fail(key: string, error: unknown): void {
    this.#started = true;
    const hasPreview = this.stage === 'preview' && this.key === key;
    if (!hasPreview) this.#clearStage();
    this.error = getErrorText(toProblem(error));
    this.#setStage(hasPreview ? 'preview' : 'error');
    if (hasPreview) return;
    this.key = key;
    this.#options.imageChanged(key);
  }

  #setStage(stage: Stage): void {
    this.stage = stage;
    this.#host.requestUpdate();
  }
}

/** Resolves after the next paint, or after 100 ms, because a page in the background does not paint. */
const waitForPaint = (): Promise<void> =>
  Promise.race([new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve))), wait(100)]);

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Returns the code and message of an error. Browsers word a failed module import differently, so it gets a code here. */
const toProblem = (error: unknown): { code: string; message: string } => {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  if (error instanceof TypeError && /import.*module/i.test(error.message))
    return { code: 'not-loaded', message: getNotLoadedText() };
  return { code: 'code' in error ? String(error.code) : '', message: error.message };
};
