/** A request to a peer: decode a file repeatedly, for at least `runs` times and a minimum duration. */
export interface Request {
  path: string;
  runs: number;
  milliseconds: number;
  /** Wall-clock time, or the process's CPU time, which is comparable on a busy machine. */
  clock: 'wall' | 'cpu';
}

/** The milliseconds of one run by stage, and in total. */
export type Times = Record<string, number>;

/** The answer: the times of all runs, and properties of the image to check that both peers do the same work. */
export type Answer = { runs: Times[]; width: number; height: number; mean: number } | { error: string };

/** Returns the median, or NaN for no values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Returns the geometric mean. */
export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
