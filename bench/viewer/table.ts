import { OURS, type Peer } from './peers.ts';

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** A table with a row per peer and a column per figure, and the ratio of our figures to the best peer's. */
export class Table {
  readonly #title: string;
  readonly #columns: readonly string[];
  readonly #samples = new Map<Peer, number[][]>();
  readonly #failures = new Map<Peer, string>();

  constructor(title: string, columns: readonly string[]) {
    this.#title = title;
    this.#columns = columns;
  }

  /** Records a sample. A peer that has failed is not measured again. */
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
    print(['', ...this.#columns]);
    const medians = new Map<Peer, number[]>();
    for (const [peer, samples] of this.#samples)
      if (!this.#failures.has(peer))
        medians.set(
          peer,
          this.#columns.map((_, column) => median(samples.map((row) => row[column]!))),
        );
    for (const [peer, row] of medians) print([peer, ...row.map((value) => value.toFixed(1))]);
    for (const [peer, why] of this.#failures) console.log(`${peer.padEnd(18)}${why}`);
    const isOurs = (peer: Peer): boolean => OURS.some((own) => own === peer);
    const others = [...medians].filter(([peer]) => !isOurs(peer)).map(([, row]) => row);
    if (others.length === 0) return;
    for (const own of OURS) {
      const ratios = medians
        .get(own)
        ?.map((value, column) => value / Math.min(...others.map((row) => row[column]!)));
      if (ratios) print([`${own} / best`, ...ratios.map((ratio) => ratio.toFixed(2))]);
    }
  }
}

const print = (cells: readonly string[]): void => console.log(cells.map((cell) => cell.padEnd(18)).join(''));
