import type { Point } from '../affine.ts';

export interface Statistics {
  count: number;
  mean: number;
  /** The sample standard deviation, with n - 1. */
  deviation: number;
  low: number;
  high: number;
}

/**
 * Computes the statistics of the pixels whose centres lie within an ellipse or rectangle, given by two opposite corners.
 *
 * @param value returns the value at a column and row
 * @returns undefined if no centre lies inside
 */
export function computeRegionStatistics(
  kind: 'ellipse' | 'rectangle',
  [a, b]: readonly [Point, Point],
  { width, height }: { width: number; height: number },
  value: (column: number, row: number) => number,
): Statistics | undefined {
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)];
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)];
  const [cx, cy] = [(left + right) / 2, (top + bottom) / 2];
  const [rx, ry] = [(right - left) / 2, (bottom - top) / 2];
  // Welford's algorithm: sums of squares of large values would lose the digits of a small deviation.
  let [count, mean, squares, low, high] = [0, 0, 0, Infinity, -Infinity];
  for (let row = Math.max(0, Math.ceil(top - 0.5)); row < height && row + 0.5 <= bottom; row++)
    for (let column = Math.max(0, Math.ceil(left - 0.5)); column < width && column + 0.5 <= right; column++) {
      if (kind === 'ellipse' && ((column + 0.5 - cx) / rx) ** 2 + ((row + 0.5 - cy) / ry) ** 2 > 1) continue;
      const one = value(column, row);
      count++;
      const off = one - mean;
      mean += off / count;
      squares += off * (one - mean);
      if (one < low) low = one;
      if (one > high) high = one;
    }
  if (count === 0) return undefined;
  return { count, mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : 0, low, high };
}
