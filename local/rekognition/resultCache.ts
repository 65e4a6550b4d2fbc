import { createHash } from 'node:crypto';

/** What was found in an image, by its content: the models give the same bytes the same answer. */
export class ResultCache<T> {
  readonly #limit: number;
  readonly #found = new Map<string, Promise<T>>();

  /** @param limit answers that are kept; beyond it the one that was asked for longest ago goes */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * The answer for that content, found once, also where it is asked for while it is looked for. A failure is told to
   * all who wait for it, and forgotten.
   * @param parameters what the answer depends on beside the content
   */
  async getOrCompute(content: Buffer, parameters: string, find: () => Promise<T>): Promise<T> {
    const key = `${createHash('sha256').update(content).digest('base64')} ${parameters}`;
    const answer = this.#found.get(key) ?? find();
    // The last asked for is the last in a map's order.
    this.#found.delete(key);
    this.#found.set(key, answer);
    this.#forgetBeyondLimit();
    try {
      return await answer;
    } catch (error) {
      if (this.#found.get(key) === answer) this.#found.delete(key);
      throw error;
    }
  }

  #forgetBeyondLimit(): void {
    for (const key of this.#found.keys()) {
      if (this.#found.size <= this.#limit) return;
      this.#found.delete(key);
    }
  }
}
