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
  /** An image is on its way to an empty screen. */
  expect: () => void;
  /** Puts an image on the screen; `keep` where it belongs to the same stack as the one before. */
  show: (image: ViewerImage, frame: number, keep: boolean) => Promise<void>;
  /** Takes the image from the screen. */
  clear: () => void;
  /** Another instance, or the error in its place, is shown. */
  shown: (key: string) => void;
}

/** Of decoded and encoded pixels, over all images that are open. */
const CACHE_BYTES = 96 * 1024 * 1024;

/** Pixels of a frame that may take a second to decode, on the main thread for all that is known: its rendition comes first. */
const LARGE_FRAME_PIXELS = 2 ** 22;
/** But not where the rendition is held up. */
const PREVIEW_WAIT_MS = 2000;

/**
 * Loads what the viewer shows: the rendition at once, then the source, then what lies around it in its stack. A later
 * question drops an earlier answer.
 */
export class ImageController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: ImageOptions;
  readonly #cache = new ImageCache(CACHE_BYTES);
  readonly #opening = new Map<string, Promise<ViewerImage>>();
  readonly #refused = new Set<string>();
  readonly #prefetcher = new Prefetcher({ next: () => this.#nextPrefetch() });
  #library: Library | undefined;
  #abort: AbortController | undefined;
  #ticket = 0;
  #shownTicket = 0;
  #direction = 1;
  /** The first image is there, or cannot be read: from then on there is something to scroll through. */
  #started = false;
  stage: Stage = 'empty';
  /** What is on the screen, and which of its frames. */
  image: ViewerImage | undefined;
  frame = 0;
  /** The instance on the screen. */
  key = '';
  error: string | undefined;
  stacks: readonly Stack[] = [];
  stack: Stack | undefined;
  /** The place in the stack that is shown, or will be as soon as it is loaded. */
  index = 0;

  constructor(host: ReactiveControllerHost, options: ImageOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** How many images there are to scroll through; 0 while the first one is not there. */
  get count(): number {
    return this.stage === 'preview' || !this.#started ? 0 : (this.stack?.slots.length ?? 0);
  }

  /** Names the image and frame on the screen. */
  get place(): string {
    return `${this.key}/${this.frame}`;
  }

  get library(): Library | undefined {
    return this.#library;
  }

  /** Aborted when something else is to be shown. */
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
    this.#refused.clear();
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
    this.#become('empty');
  }

  /** Shows one image of a library from nothing. */
  async open(library: Library, key: string): Promise<void> {
    this.clear();
    this.#library = library;
    const abort = new AbortController();
    this.#abort = abort;
    this.#become('loading');
    this.#options.expect();
    await this.#first(key, abort.signal);
  }

  /** Looks again at what the library has; what is shown stays. */
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
    if (!this.image) this.#leave();
    this.#host.requestUpdate();
    await this.#showSlot(slot, true);
  }

  /** Whether an image stands in a stack. */
  has(key: string): boolean {
    return findSlot(this.stacks, key) !== undefined;
  }

  /** Shows an image of this library wherever it stands. */
  async goToKey(key: string, frame?: number): Promise<void> {
    const found = findSlot(this.stacks, key, frame);
    if (!found || !this.#abort) return;
    const slot = found.stack.slots[found.index]!;
    if (key !== this.key && !this.#cache.peek(key)?.loaded(slot.frame)) this.#leave();
    const keep = found.stack === this.stack;
    if (keep) return this.goTo(found.index);
    this.stack = found.stack;
    this.index = found.index;
    this.#direction = 1;
    this.#host.requestUpdate();
    if (this.#cache.has(key)) await this.#showSlot(slot, false);
    else await this.#first(key, this.#abort.signal, frame);
  }

  /** The stack that many places away, at its middle, where there most is to see. */
  async goToSeries(by: number): Promise<void> {
    const next = this.stack && this.stacks[this.stacks.indexOf(this.stack) + by];
    if (next) await this.goToStack(next);
  }

  async goToStack(stack: Stack): Promise<void> {
    const slot = stack.slots[getMiddleIndex(stack)]!;
    if (stack !== this.stack) await this.goToKey(slot.instance.key, slot.frame);
  }

  /** The rendition at once, then the source: both are asked for, and the rendition is left out where it comes late. */
  async #first(key: string, signal: AbortSignal, wanted?: number): Promise<void> {
    const ticket = ++this.#ticket;
    const late = (): boolean => signal.aborted || ticket !== this.#ticket;
    const preview = this.#cache.has(key)
      ? undefined
      : this.#preview(key, signal, () => late() || ticket === this.#shownTicket);
    try {
      const image = await this.#obtain(key, signal);
      if (image.width * image.height >= LARGE_FRAME_PIXELS)
        await Promise.race([preview, wait(PREVIEW_WAIT_MS)]);
      if (late()) return;
      const frame = wanted ?? this.#library!.getFirstFrame(key);
      await image.load(frame, signal);
      if (late()) return;
      this.#shownTicket = ticket;
      await this.#take(key, image, frame, 'ready', this.stage === 'preview' && this.key === key);
      this.stack = undefined;
      this.rebuildStacks();
    } catch (error) {
      await preview;
      if (!late()) this.#failed(key, error);
    }
  }

  /** Where it fails, so does the source, or nothing is amiss. */
  async #preview(key: string, signal: AbortSignal, late: () => boolean): Promise<void> {
    try {
      const image = await this.#library!.preview(key, signal);
      if (!image) return;
      if (late()) image.close();
      else {
        await this.#take(key, image, 0, 'preview', false);
        await waitForPaint();
      }
    } catch {
      // The source says it.
    }
  }

  /** What comes late is still shown where it is newer than what is there: a reader who scrolls sees something move. */
  async #showSlot({ instance: { key }, frame }: Slot, keep: boolean): Promise<void> {
    const signal = this.#abort!.signal;
    const ticket = ++this.#ticket;
    try {
      const image = await this.#obtain(key, signal);
      await image.load(frame, signal);
      if (signal.aborted || ticket < this.#shownTicket) return;
      this.#shownTicket = ticket;
      await this.#take(key, image, frame, 'ready', keep);
      // Only an opened image tells its orientation: it may belong elsewhere.
      if (image.stackFacts.orientation && !this.stack?.slots[this.index]?.instance.orientation)
        this.rebuildStacks();
      this.#prefetcher.start();
    } catch (error) {
      if (!signal.aborted && ticket === this.#ticket) this.#failed(key, error);
    }
  }

  /** An opened image, by whichever question came first. */
  #obtain(key: string, signal: AbortSignal): Promise<ViewerImage> {
    const known = this.#cache.get(key);
    if (known) return Promise.resolve(known);
    const under = this.#opening.get(key);
    if (under) return under;
    const opening = this.#open(key, signal).finally(() => {
      if (this.#opening.get(key) === opening) this.#opening.delete(key);
    });
    this.#opening.set(key, opening);
    return opening;
  }

  async #open(key: string, signal: AbortSignal): Promise<ViewerImage> {
    const library = this.#library!;
    // What the browser cannot decode is shown by its rendition for good.
    const image = (await library.open(key, signal)) ?? (await library.preview(key, signal));
    if (signal.aborted) image?.close();
    signal.throwIfAborted();
    if (!image) throw new Error('There is no image to show.');
    this.#cache.set(key, image);
    this.#cache.trim(this.#near());
    return image;
  }

  async #take(key: string, image: ViewerImage, frame: number, stage: Stage, keep: boolean): Promise<void> {
    const other = this.key !== key;
    if (this.image && this.image !== image && this.stage === 'preview') this.image.close();
    this.image = image;
    this.frame = frame;
    this.key = key;
    this.error = undefined;
    this.stage = stage;
    if (stage === 'ready') this.#started = true;
    // The pixels first: the host is drawn again once they are on the screen.
    await this.#options.show(image, frame, keep);
    if (other) this.#options.shown(key);
  }

  #near(): Set<string> {
    const { stack } = this;
    const around = stack ? listSlotsAround(this.index, this.#direction, stack.slots.length) : [];
    return new Set([this.key, ...around.map((index) => stack!.slots[index]!.instance.key)]);
  }

  /** The nearest image, or frame, that is not there yet; none where there is no room for one more. */
  #nextPrefetch(): (() => Promise<void>) | undefined {
    const { stack, image, stage } = this;
    const signal = this.#abort?.signal;
    if (!stack || !image || !signal || stage !== 'ready') return undefined;
    const several = image.frames > 1;
    const around = listSlotsAround(this.index, this.#direction, stack.slots.length);
    for (const index of several ? around.slice(0, Math.max(0, image.capacity - 2)) : around) {
      const { instance, frame } = stack.slots[index]!;
      const name = `${instance.key}/${frame}`;
      const open = this.#cache.peek(instance.key);
      if (open?.loaded(frame) || this.#refused.has(name)) continue;
      if (!several) this.#cache.trim(this.#near(), CACHE_BYTES - image.bytes);
      if (!several && this.#cache.bytes > CACHE_BYTES - image.bytes) return undefined;
      this.#refused.add(name);
      return async () => {
        try {
          const opened = await this.#obtain(instance.key, signal);
          await opened.load(frame, signal);
          this.#refused.delete(name);
        } catch {
          // The reader is told when it is this image's turn.
        }
      };
    }
    return undefined;
  }

  /** Takes the image from the screen, since the next one is another: whatever is shown belongs to one image. */
  #leave(): void {
    if (this.stage === 'preview') this.image?.close();
    this.image = undefined;
    this.error = undefined;
    this.key = '';
    this.#options.clear();
    this.#become('loading');
  }

  /** Shows an error in place of the image; only the image's own preview stays beside it. */
  #failed(key: string, error: unknown): void {
    this.#started = true;
    const previewed = this.stage === 'preview' && this.key === key;
    if (!previewed) this.#leave();
    this.error = getErrorText(toProblem(error));
    this.#become(previewed ? 'preview' : 'error');
    if (previewed) return;
    this.key = key;
    this.#options.shown(key);
  }

  #become(stage: Stage): void {
    this.stage = stage;
    this.#host.requestUpdate();
  }
}

/** Until what was shown is on the screen, or would be long ago: a page in the background paints nothing. */
const waitForPaint = (): Promise<void> =>
  Promise.race([new Promise<void>((done) => requestAnimationFrame(() => setTimeout(done))), wait(100)]);

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Errors of the decoder and of the API carry a code; browsers have each their own words for a module that did not come. */
const toProblem = (error: unknown): { code: string; message: string } => {
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  if (error instanceof TypeError && /import.*module/i.test(error.message))
    return { code: 'not-loaded', message: getNotLoadedText() };
  return { code: 'code' in error ? String(error.code) : '', message: error.message };
};
