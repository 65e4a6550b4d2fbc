import type { StoredFrame } from '../../../dicom/index.ts';

type Values = StoredFrame['pixels'];

/** The inclusive range of stored values that are padding (Pixel Padding Value and Range Limit, PS3.3 C.7.5.1.1.2). */
interface PaddingRange {
  readonly low: number;
  readonly high: number;
}

/**
 * Reduces a grey frame to the means of squares of `step` x `step` stored values, for frames with more pixels than the
 * screen. A square that contains padding gets its first value, because a mean with padding is meaningless.
 *
 * @param step at least 2; squares in the last row and column may be smaller
 */
export function reduceFrame(
  { width, height, pixels }: StoredFrame,
  step: number,
  padding: PaddingRange | undefined,
): StoredFrame {
  const columns = Math.ceil(width / step);
  const rows = Math.ceil(height / step);
  const means = new (pixels.constructor as new (length: number) => Values)(columns * rows);
  const whole = !(pixels instanceof Float32Array || pixels instanceof Float64Array);
  const sums = new Float64Array(columns);
  for (let row = 0, to = 0; row < rows; row++) {
    const top = row * step;
    const bottom = Math.min(height, top + step);
    sums.fill(0);
    for (let y = top; y < bottom; y++)
      for (let column = 0, at = y * width, end = at + width; at < end; column++) {
        const last = Math.min(end, at + step);
        let sum = 0;
        for (; at < last; at++) sum += pixels[at]!;
        sums[column] = sums[column]! + sum;
      }
    for (let column = 0; column < columns; column++, to++) {
      const mean = sums[column]! / ((bottom - top) * Math.min(step, width - column * step));
      means[to] = whole ? Math.round(mean) : mean;
    }
  }
  if (padding) restorePadding({ width, height, pixels }, step, padding, means, columns);
  return { width: columns, height: rows, samplesPerPixel: 1, pixels: means };
}

function restorePadding(
  { width, height, pixels }: Pick<StoredFrame, 'width' | 'height' | 'pixels'>,
  step: number,
  { low, high }: PaddingRange,
  means: Values,
  columns: number,
): void {
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at++) {
      if (pixels[at]! < low || pixels[at]! > high) continue;
      const column = Math.floor(x / step);
      const row = Math.floor(y / step);
      means[row * columns + column] = pixels[row * step * width + column * step]!;
    }
}
