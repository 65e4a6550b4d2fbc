/** The body of an answer, whose first bytes can be read while the others are still on their way. */
export class IncomingBytes {
  /** Bytes that the answer will have. */
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
   * The bytes from `offset` to `end`, or to where the answer ended too early; a view, no copy.
   *
   * @throws Error when the answer broke off before them
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
        const room = this.length - this.#received;
        this.#bytes.set(value.subarray(0, room), this.#received);
        this.#received += Math.min(room, value.length);
        this.#settle(({ end }) => end <= this.#received);
      }
      this.#ended = true;
      // What is missing is the decoder's to complain of.
      this.#settle(() => true);
    } catch (error) {
      this.#ended = true;
      this.#failure = error instanceof Error ? error : new Error(String(error), { cause: error });
      this.#settle(() => true);
    }
  }

  #settle(ready: (one: { end: number }) => boolean): void {
    for (const one of this.#waiting)
      if (ready(one)) {
        this.#waiting.delete(one);
        one.done();
      }
  }
}
