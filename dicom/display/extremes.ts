import { fastPixels } from '../pixels/fastPixels.ts';
import type { PaddingRange } from '../pixels/greyTransforms.ts';
import type { Samples } from '../pixels/samples.ts';

/** Returns the smallest and largest stored value except padding and NaN; `low` is above `high` if there is none. */
export function extremes(pixels: Samples, padding: PaddingRange | undefined): { low: number; high: number } {
  if (pixels instanceof Uint16Array || pixels instanceof Int16Array) {
    const fast = fastPixels(pixels);
    if (fast !== undefined) return fast.extremes(pixels, padding);
  }
  if (padding === undefined && pixels instanceof Uint16Array) return wordExtremes(pixels, 0);
  if (padding === undefined && pixels instanceof Int16Array) {
    const words = new Uint16Array(pixels.buffer, pixels.byteOffset, pixels.length);
    return wordExtremes(words, 0x8000);
  }
  return anyExtremes(pixels, padding);
}

/** Handles words only, which makes the loop several times faster. `offset` orders signed words as unsigned ones. */
function wordExtremes(words: Uint16Array, offset: number): { low: number; high: number } {
  if (words.length === 0) return { low: Infinity, high: -Infinity };
  let low = 0xffff;
  let high = 0;
  for (let index = 0; index < words.length; index++) {
    const value = words[index]! ^ offset;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low: low - offset, high: high - offset };
}

function anyExtremes(pixels: Samples, padding: PaddingRange | undefined): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  // Comparisons with NaN are false, so NaN is ignored.
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
