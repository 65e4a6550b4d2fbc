/** Values of JavaScript that C++ holds by number; the first ones are agreed upon (Emscripten, `emscripten/val.h`). */
export class Handles {
  readonly #values = new Map<number, unknown>([
    [2, undefined],
    [4, null],
    [6, true],
    [8, false],
  ]);
  #next = 10;

  give(value: unknown): number {
    for (const agreed of [2, 4, 6, 8]) if (this.#values.get(agreed) === value) return agreed;
    const handle = this.#next;
    this.#next += 2;
    this.#values.set(handle, value);
    return handle;
  }

  value(handle: number): unknown {
    return this.#values.get(handle);
  }

  /** The codecs never hold a value twice, so what is let go of once is gone. */
  drop(handle: number): void {
    if (handle >= 10) this.#values.delete(handle);
  }
}
