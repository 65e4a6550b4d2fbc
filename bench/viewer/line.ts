import { setTimeout as sleep } from 'node:timers/promises';

/** A line of a rate and a delay that all answers share; none: as fast as loopback is. */
export interface Line {
  /** Bits a second. */
  readonly rate: number;
  /** Milliseconds until the first byte of an answer. */
  readonly delay: number;
}

/** 30 Mbit/s and 20 ms: a clinic's ordinary access. */
export const CLINIC: Line = { rate: 30_000_000, delay: 20 };

const PIECE = 16_384;

/** Hands out pieces as the line carries them. */
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
