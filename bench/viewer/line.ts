import { setTimeout as sleep } from 'node:timers/promises';

/** A connection with a rate and a delay that all responses share. */
export interface Line {
  /** The rate in bits per second. */
  readonly rate: number;
  /** The delay before the first byte of a response, in ms. */
  readonly delay: number;
}

/** A typical connection of a clinic: 30 Mbit/s and 20 ms. */
export const CLINIC: Line = { rate: 30_000_000, delay: 20 };

const PIECE = 16_384;

/** Yields chunks at the rate of the connection. */
export class SharedLine {
  #free = 0;
  line: Line | undefined;

  async carry(bytes: Uint8Array, write: (piece: Uint8Array) => void): Promise<void> {
    const { line } = this;
    if (!line) {
      write(bytes);
      return;
    }
    await sleep(line.delay);
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE);
      this.#free = Math.max(this.#free, performance.now()) + (piece.length * 8000) / line.rate;
      const wait = this.#free - performance.now();
      if (wait > 1) await sleep(wait);
      write(piece);
    }
  }
}
