import type { PacketBits } from './packetBits.ts';

/** A tree whose nodes hold the minimum of their four children (ITU T.800 B.10.2), read as far as needed. */
export class TagTree {
  /** The lower bounds of the nodes' values, level by level from the leaves. */
  readonly #least: Int32Array;
  readonly #known: Uint8Array;
  readonly #widths: number[] = [];
  readonly #starts: number[] = [];

  constructor(across: number, down: number) {
    let nodes = 0;
    let [width, height] = [across, down];
    while (width * height > 0) {
      this.#widths.push(width);
      this.#starts.push(nodes);
      nodes += width * height;
      if (width * height === 1) break;
      width = (width + 1) >> 1;
      height = (height + 1) >> 1;
    }
    this.#least = new Int32Array(nodes);
    this.#known = new Uint8Array(nodes);
  }

  /** Reads until a comparison of a leaf's value with a threshold is decided. */
  isBelow(threshold: number, leaf: number, bits: PacketBits): boolean {
    let low = 0;
    let node = 0;
    const column = leaf % this.#widths[0]!;
    const row = Math.floor(leaf / this.#widths[0]!);
    for (let level = this.#widths.length - 1; level >= 0; level--) {
      node = this.#starts[level]! + (row >> level) * this.#widths[level]! + (column >> level);
      if (this.#least[node]! < low) this.#least[node] = low;
      while (this.#known[node] === 0 && this.#least[node]! < threshold)
        if (bits.bit() === 1) this.#known[node] = 1;
        else this.#least[node]!++;
      low = this.#least[node]!;
    }
    return this.#known[node] === 1 && low < threshold;
  }
}
