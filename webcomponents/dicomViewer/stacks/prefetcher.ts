interface PrefetchOptions {
  /** What to load next, or undefined when all that should be there is there, or no room is left. */
  next: () => (() => Promise<void>) | undefined;
}

/** At once; more would take the line from the image that the reader waits for. */
const PARALLEL_LOADS = 2;

/** Loads what the reader will probably want, one after the other in a few lanes, as long as there is anything. */
export class Prefetcher {
  readonly #options: PrefetchOptions;
  #lanes = 0;
  #stopped = false;

  constructor(options: PrefetchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
    while (this.#lanes < PARALLEL_LOADS && this.#step());
  }

  stop(): void {
    this.#stopped = true;
  }

  #step(): boolean {
    if (this.#stopped) return false;
    const load = this.#options.next();
    if (!load) return false;
    this.#lanes++;
    void load().finally(() => {
      this.#lanes--;
      if (!this.#stopped) this.start();
    });
    return true;
  }
}
