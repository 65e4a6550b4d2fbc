const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/** Delays uploads after failures, longer each time and with jitter, until the delay ends or the network is back. */
export class Backoff {
  readonly #onEnd: () => void;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd;
  }

  /** True during the delay. */
  get active(): boolean {
    return this.#timer !== undefined;
  }

  start(): void {
    if (this.active) return;
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures++);
    this.#timer = setTimeout(this.#end, wait * (0.5 + Math.random() / 2));
    addEventListener('online', this.#end);
  }

  /** Makes the next delay short again, after a success. */
  reset(): void {
    this.#failures = 0;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    removeEventListener('online', this.#end);
  }

  readonly #end = (): void => {
    this.stop();
    this.#onEnd();
  };
}
