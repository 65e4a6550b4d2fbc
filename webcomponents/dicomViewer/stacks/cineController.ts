import type { ReactiveController } from 'lit';

interface CineOptions {
  /** The number of frames, the index of the current one, and the duration of each. */
  count: () => number;
  index: () => number;
  frameMs: () => number;
  /** Shows a frame; resolves when it is painted. */
  show: (index: number) => Promise<void>;
}

/**
 * Plays a stack in a loop at its own rate. The current frame follows the clock, so that a slow frame causes others to be
 * skipped instead of reducing the rate.
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
