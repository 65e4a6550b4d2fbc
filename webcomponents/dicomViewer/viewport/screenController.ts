import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Viewport } from './viewport.ts';

/** While a reader drags a window, its numbers follow so often: drawing the whole element takes longer than the pixels. */
const LEVELS_MS = 150;

interface ScreenOptions {
  /** The box that the viewport takes over. */
  box: () => HTMLElement;
  /** Nothing but the levels changed, and may go on changing: their numbers are to follow, nothing else. */
  levels: () => void;
}

/**
 * Owns the viewport while its host is in the page: cornerstone-core draws at every frame for as long as it is enabled,
 * so it is enabled with the first image and disabled with the host.
 */
export class ScreenController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: ScreenOptions;
  #starting: Promise<Viewport | undefined> | undefined;
  #observer: ResizeObserver | undefined;
  #resolution: MediaQueryList | undefined;
  #following: ReturnType<typeof setTimeout> | undefined;
  /** The levels changed since their numbers followed. */
  #behind = false;
  viewport: Viewport | undefined;

  constructor(host: ReactiveControllerHost, options: ScreenOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** Fetches what the viewport is made of; a failure shows when it is made. */
  preload(): void {
    import('./cornerstone.ts').catch(() => undefined);
  }

  /** The viewport, made at the first call; undefined when the host left the page meanwhile. */
  enable(): Promise<Viewport | undefined> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Makes it before there is something to show; a failure shows then. */
  expect(): void {
    this.enable().catch(() => undefined);
  }

  hostDisconnected(): void {
    clearTimeout(this.#following);
    this.#following = undefined;
    this.#observer?.disconnect();
    this.#resolution?.removeEventListener('change', this.#onResolution);
    this.viewport?.dispose();
    this.viewport = undefined;
    this.#starting = undefined;
  }

  async #start(): Promise<Viewport | undefined> {
    const box = this.#options.box();
    const viewport = await Viewport.create(box, (levelsOnly) => this.#rendered(levelsOnly));
    if (!box.isConnected) {
      viewport.dispose();
      return undefined;
    }
    this.viewport = viewport;
    this.#observer = new ResizeObserver(() => viewport.layout());
    this.#observer.observe(box.parentElement!);
    this.#watchResolution();
    return viewport;
  }

  #rendered(levelsOnly: boolean): void {
    if (levelsOnly) {
      this.#behind = true;
      this.#following ??= setTimeout(this.#follow, LEVELS_MS);
    } else this.#host.requestUpdate();
  }

  /** The numbers for as long as the levels change, then all. */
  readonly #follow = (): void => {
    this.#following = this.#behind ? setTimeout(this.#follow, LEVELS_MS) : undefined;
    if (this.#behind) this.#options.levels();
    else this.#host.requestUpdate();
    this.#behind = false;
  };

  /** Zooming the page or moving it to another screen changes the device pixel ratio, and no box's size. */
  #watchResolution(): void {
    this.#resolution?.removeEventListener('change', this.#onResolution);
    this.#resolution = matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`);
    this.#resolution.addEventListener('change', this.#onResolution);
  }

  readonly #onResolution = (): void => {
    this.viewport?.layout();
    this.#watchResolution();
  };
}
