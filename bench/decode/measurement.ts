/** A request to a peer: decode a file repeatedly, for at least `runs` times and a minimum duration. */
export interface Request {
  path: string;
  runs: number;
  milliseconds: number;
  /** Time by the clock, or what the process computed: on a machine that is busy with other things only that compares. */
  clock: 'wall' | 'cpu';
}

/** Milliseconds of one run by stage, and in all. */
export type Times = Record<string, number>;

/** The answer: the times of all runs, and properties of the image, which show whether both peers do the same work. */
export type Answer = { runs: Times[]; width: number; height: number; mean: number } | { error: string };

/** The middle of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The geometric mean. */
export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
