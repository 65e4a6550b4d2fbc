const FIRST_MS = 500;
const LONGEST_MS = 60_000;

/** Rests after failures, longer each time and with jitter, until it is woken or the network is back. */
export class Backoff {
  readonly #wake: () => void;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(wake: () => void) {
    this.#wake = wake;
  }

  get resting(): boolean {
    return this.#timer !== undefined;
  }

  rest(): void {
    if (this.resting) return;
    const wait = Math.min(LONGEST_MS, FIRST_MS * 2 ** this.#failures++);
    this.#timer = setTimeout(this.#end, wait * (0.5 + Math.random() / 2));
    addEventListener('online', this.#end);
  }

  /** Something went well: the next failure rests shortly again. */
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
    this.#wake();
  };
}
