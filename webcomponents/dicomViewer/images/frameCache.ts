/** Caches the most recently used frames up to a limit in bytes. The newest frame is kept whatever its size. */
export class FrameCache<T> {
  readonly #limit: number;
  readonly #size: (value: T) => number;
  readonly #entries = new Map<number, T>();
  #bytes = 0;

  constructor(limitBytes: number, size: (value: T) => number) {
    this.#limit = limitBytes;
    this.#size = size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  has(frame: number): boolean {
    return this.#entries.has(frame);
  }

  get(frame: number): T | undefined {
    const value = this.#entries.get(frame);
    if (value === undefined) return undefined;
    this.#entries.delete(frame);
    this.#entries.set(frame, value);
    return value;
  }

  set(frame: number, value: T): void {
    this.#drop(frame);
    this.#entries.set(frame, value);
    this.#bytes += this.#size(value);
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#limit || oldest === frame) break;
      this.#drop(oldest);
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #drop(frame: number): void {
    const value = this.#entries.get(frame);
    if (value === undefined) return;
    this.#bytes -= this.#size(value);
    this.#entries.delete(frame);
  }
}
