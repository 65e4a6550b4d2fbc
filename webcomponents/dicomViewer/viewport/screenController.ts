import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { Viewport } from './viewport.ts';

/** The interval for updating the window's text while the user drags. Rendering the whole element takes longer than the pixels. */
const WINDOW_TEXT_MS = 150;

interface ScreenOptions {
  /** The element that contains the canvas. */
  box: () => HTMLElement;
  /** Called while only the window changes, so that only its text is updated. */
  windowChanged: () => void;
}

/**
 * Owns the viewport while the host is connected. cornerstone-core runs at every animation frame while it is enabled, so
 * it is enabled with the first image and disabled with the host.
 */
export class ScreenController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: ScreenOptions;
  #starting: Promise<Viewport | undefined> | undefined;
  #observer: ResizeObserver | undefined;
  #resolution: MediaQueryList | undefined;
  #textTimer: ReturnType<typeof setTimeout> | undefined;
  /** The window changed after its text was last updated. */
  #outdated = false;
  viewport: Viewport | undefined;

  constructor(host: ReactiveControllerHost, options: ScreenOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** Loads cornerstone-core. A failure is reported when the viewport is created. */
  preload(): void {
    import('./cornerstone.ts').catch(() => undefined);
  }

  /** Returns the viewport, which the first call creates; undefined if the host was disconnected meanwhile. */
  enable(): Promise<Viewport | undefined> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Creates the viewport before the first image. A failure is reported with that image. */
  prepare(): void {
    this.enable().catch(() => undefined);
  }

  hostDisconnected(): void {
    clearTimeout(this.#textTimer);
    this.#textTimer = undefined;
    this.#observer?.disconnect();
    this.#resolution?.removeEventListener('change', this.#onResolution);
    this.viewport?.dispose();
    this.viewport = undefined;
    this.#starting = undefined;
  }

  async #start(): Promise<Viewport | undefined> {
    const box = this.#options.box();
    const viewport = await Viewport.create(box, (windowOnly) => this.#rendered(windowOnly));
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

  #rendered(windowOnly: boolean): void {
    if (windowOnly) {
      this.#outdated = true;
      this.#textTimer ??= setTimeout(this.#updateText, WINDOW_TEXT_MS);
    } else this.#host.requestUpdate();
  }

  /** Updates the text while the window changes, then the whole host. */
  readonly #updateText = (): void => {
    this.#textTimer = this.#outdated ? setTimeout(this.#updateText, WINDOW_TEXT_MS) : undefined;
    if (this.#outdated) this.#options.windowChanged();
    else this.#host.requestUpdate();
    this.#outdated = false;
  };

  /** Watches the device pixel ratio, which changes with page zoom or another screen without any resize. */
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
