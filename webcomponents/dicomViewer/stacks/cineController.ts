import type { ReactiveController } from 'lit';

interface CineOptions {
  /** How many frames there are, which one is shown, and how long each is to be seen. */
  count: () => number;
  index: () => number;
  frameMs: () => number;
  /** Shows a frame; settles when it is painted. */
  show: (index: number) => Promise<void>;
}

/**
 * Plays a stack round and round at its own rate: what is shown follows the clock, so that a frame that takes too long
 * costs the next ones and not the rate.
 */
export class CineController implements ReactiveController {
  readonly #options: CineOptions;
  #running: symbol | undefined;

  constructor(options: CineOptions) {
    this.#options = options;
  }

  hostDisconnected(): void {
    this.stop();
  }

  get playing(): boolean {
    return this.#running !== undefined;
  }

  start(): void {
    const run = Symbol('cine');
    this.#running = run;
    void this.#play(run);
  }

  stop(): void {
    this.#running = undefined;
  }

  async #play(run: symbol): Promise<void> {
    const { count, index, frameMs, show } = this.#options;
    const began = performance.now();
    const first = index();
    let shown = first;
    while (this.#running === run && count() > 1) {
      const due = first + Math.floor((performance.now() - began) / frameMs());
      if (due !== shown) {
        shown = due;
        await show(due % count());
      }
      await waitForFrame();
    }
    if (this.#running === run) this.#running = undefined;
  }
}

const waitForFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
