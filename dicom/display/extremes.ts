import type { Samples } from '../pixels/samples.ts';

/** Stored values of a range that are padding (PS3.3 C.7.5.1.1.2). */
export interface PaddingRange {
  low: number;
  high: number;
}

/** Smallest and largest stored value, padding and what is no number left out; low is above high where nothing is left. */
export function extremes(pixels: Samples, padding: PaddingRange | undefined): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  // NaN compares as false with anything, and so takes no part.
  const first = padding?.low ?? Infinity;
  const last = padding?.high ?? -Infinity;
  for (let index = 0; index < pixels.length; index++) {
    const value = pixels[index]!;
    if (value >= low && value <= high) continue;
    if (value >= first && value <= last) continue;
    if (value < low && value !== -Infinity) low = value;
    if (value > high && value !== Infinity) high = value;
  }
  return { low, high };
}
