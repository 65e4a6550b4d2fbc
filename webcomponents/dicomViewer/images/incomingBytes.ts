/** The body of a response, which can be read while the rest is still being received. */
export class IncomingBytes {
  /** The expected size in bytes. */
  readonly length: number;
  readonly #bytes: Uint8Array;
  readonly #waiting = new Set<{ end: number; done: () => void }>();
  #received = 0;
  #ended = false;
  #failure: Error | undefined;

  constructor({ body }: Response, length: number) {
    this.length = length;
    this.#bytes = new Uint8Array(length);
    if (body) void this.#receive(body.getReader());
  }

  /**
   * Returns a view of the bytes from `offset` to `end`, or fewer if the response ended early.
   *
   * @throws Error if the connection broke before these bytes arrived
   */
  async read(offset: number, end: number): Promise<Uint8Array> {
    if (this.#received < end && !this.#ended)
      await new Promise<void>((done) => this.#waiting.add({ end, done }));
    if (this.#failure && this.#received < end) throw this.#failure;
    return this.#bytes.subarray(offset, Math.min(end, this.#received));
  }

  async #receive(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const missing = this.length - this.#received;
        this.#bytes.set(value.subarray(0, missing), this.#received);
        this.#received += Math.min(missing, value.length);
        this.#resolveWaiting(({ end }) => end <= this.#received);
      }
      this.#ended = true;
      // The decoder reports missing bytes.
      this.#resolveWaiting(() => true);
    } catch (error) {
      this.#ended = true;
      this.#failure = error instanceof Error ? error : new Error(String(error), { cause: error });
      this.#resolveWaiting(() => true);
    }
  }

  #resolveWaiting(isReady: (read: { end: number }) => boolean): void {
    for (const read of this.#waiting)
      if (isReady(read)) {
        this.#waiting.delete(read);
        read.done();
      }
  }
}
