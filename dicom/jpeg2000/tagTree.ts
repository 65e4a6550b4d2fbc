import type { PacketBits } from './packetBits.ts';

/** A tree in which each node holds the least of its four children's values (ITU T.800 B.10.2), read as far as is asked. */
export class TagTree {
  /** Nodes of all levels, the leaves first; what is known of each value: it is at least this. */
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

  /** Reads until it is known whether a leaf's value is below a threshold. */
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
