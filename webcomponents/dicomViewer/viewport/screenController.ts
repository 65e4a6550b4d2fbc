import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Viewport } from './viewport.ts';

/** While a reader drags a window, its numbers follow so often; drawing the whole element takes longer than the pixels. */
const LEVELS_MS = 150;

/**
 * Owns the viewport while its host is in the page: cornerstone-core draws at every frame for as long as it is enabled,
 * so it is enabled with the first image and disabled with the host.
 */
export class ScreenController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #box: () => HTMLElement;
  #starting: Promise<Viewport | undefined> | undefined;
  #observer: ResizeObserver | undefined;
  #resolution: MediaQueryList | undefined;
  #soon: ReturnType<typeof setTimeout> | undefined;
  viewport: Viewport | undefined;

  constructor(host: ReactiveControllerHost, box: () => HTMLElement) {
    this.#host = host;
    this.#box = box;
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

  hostDisconnected(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    this.#observer?.disconnect();
    this.#resolution?.removeEventListener('change', this.#onResolution);
    this.viewport?.dispose();
    this.viewport = undefined;
    this.#starting = undefined;
  }

  async #start(): Promise<Viewport | undefined> {
    const box = this.#box();
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
    if (!levelsOnly) this.#host.requestUpdate();
    else
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        this.#host.requestUpdate();
      }, LEVELS_MS);
  }

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
