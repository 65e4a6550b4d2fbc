interface PrefetchOptions {
  /** Returns the next load, or undefined if everything is loaded or the cache is full. */
  next: () => (() => Promise<void>) | undefined;
}

/** More parallel loads would take bandwidth from the image that the user waits for. */
const PARALLEL_LOADS = 2;

/** Loads images that the user will probably need next, a few in parallel. */
export class Prefetcher {
  readonly #options: PrefetchOptions;
  #active = 0;
  #stopped = false;

  constructor(options: PrefetchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#stopped = false;
    while (this.#active < PARALLEL_LOADS && this.#step());
  }

  stop(): void {
    this.#stopped = true;
  }

  #step(): boolean {
    if (this.#stopped) return false;
    const load = this.#options.next();
    if (!load) return false;
    this.#active++;
    void load().finally(() => {
      this.#active--;
      if (!this.#stopped) this.start();
    });
    return true;
  }
}
