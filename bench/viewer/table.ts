import type { Peer } from './peers.ts';

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Rows of a peer each, a column a figure, and how many times the best peer's ours is. */
export class Table {
  readonly #title: string;
  readonly #columns: readonly string[];
  readonly #samples = new Map<Peer, number[][]>();
  readonly #failures = new Map<Peer, string>();

  constructor(title: string, columns: readonly string[]) {
    this.#title = title;
    this.#columns = columns;
  }

  /** Takes a sample; a peer that failed once is not asked again. */
  async add(peer: Peer, measure: () => Promise<number[]>): Promise<void> {
    if (this.#failures.has(peer)) return;
    try {
      const samples = this.#samples.get(peer) ?? [];
      samples.push(await measure());
      this.#samples.set(peer, samples);
    } catch (error) {
      this.#failures.set(peer, error instanceof Error ? error.message : String(error));
    }
  }

  print(): void {
    console.log(`\n${this.#title}`);
    console.log(['', ...this.#columns].map((cell) => cell.padEnd(14)).join(''));
    const medians = new Map<Peer, number[]>();
    for (const [peer, samples] of this.#samples)
      if (!this.#failures.has(peer))
        medians.set(
          peer,
          this.#columns.map((_, column) => median(samples.map((row) => row[column]!))),
        );
    for (const [peer, row] of medians)
      console.log([peer, ...row.map((value) => value.toFixed(1))].map((cell) => cell.padEnd(14)).join(''));
    for (const [peer, why] of this.#failures) console.log(`${peer.padEnd(14)}${why}`);
    const ours = medians.get('ours');
    const others = [...medians].filter(([peer]) => peer !== 'ours').map(([, row]) => row);
    if (!ours || others.length === 0) return;
    const ratios = ours.map((value, column) => value / Math.min(...others.map((row) => row[column]!)));
    console.log(
      ['ours / best', ...ratios.map((ratio) => ratio.toFixed(2))].map((cell) => cell.padEnd(14)).join(''),
    );
  }
}
