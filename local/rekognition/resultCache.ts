import { createHash } from 'node:crypto';

/** Caches the results of the models by the content of the image: equal bytes have equal results. */
export class ResultCache<T> {
  readonly #limit: number;
  readonly #results = new Map<string, Promise<T>>();

  /** @param limit the number of results to keep; beyond it the least recently used one is removed */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Returns the cached result or computes it, once even for concurrent calls. An error rejects all waiting calls and is
   * not cached.
   * @param parameters other inputs that the result depends on
   */
  async getOrCompute(content: Buffer, parameters: string, compute: () => Promise<T>): Promise<T> {
    const key = `${createHash('sha256').update(content).digest('base64')} ${parameters}`;
    const result = this.#results.get(key) ?? compute();
    // Moves the result to the end of the map's order: the most recently used.
    this.#results.delete(key);
    this.#results.set(key, result);
    this.#evict();
    try {
      return await result;
    } catch (error) {
      if (this.#results.get(key) === result) this.#results.delete(key);
      throw error;
    }
  }

  #evict(): void {
    for (const key of this.#results.keys()) {
      if (this.#results.size <= this.#limit) return;
      this.#results.delete(key);
    }
  }
}
