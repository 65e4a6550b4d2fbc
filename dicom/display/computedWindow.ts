import type { PaddingRange } from '../pixels/greyTransforms.ts';
import type { Samples } from '../pixels/samples.ts';
import type { AppliedWindow } from './displayFrame.ts';
import { extremes } from './extremes.ts';
import { modalityFunction } from './modalityFunction.ts';
import type { FrameTransforms } from './transforms.ts';

/**
 * Computes a window for a file without one: from the smallest to the largest modality value except padding, as LINEAR
 * (PS3.3 C.11.2.1.2.1), or LINEAR_EXACT for fractions. SmallestPixelValue and LargestPixelValue are often wrong, and ignored.
 */
export function computedWindow(
  transforms: Pick<FrameTransforms, 'modality'>,
  pixels: Samples,
  padding: PaddingRange | undefined,
): AppliedWindow {
  const { low, high } = extremes(pixels, padding);
  const [from, to] = low > high ? [0, 0] : modalityRange(transforms, low, high);
  const fractions = pixels instanceof Float32Array || pixels instanceof Float64Array || to - from < 1;
  if (fractions && to > from)
    return { center: from / 2 + to / 2, width: to - from, function: 'LINEAR_EXACT', source: 'computed' };
  return { center: (from + to + 1) / 2, width: to - from + 1, function: 'LINEAR', source: 'computed' };
}

/** Returns the range of modality values. A LUT need not be monotonic, so all entries in the stored range are compared. */
function modalityRange(
  transforms: Pick<FrameTransforms, 'modality'>,
  low: number,
  high: number,
): [number, number] {
  const { modality } = transforms;
  const convert = modalityFunction(transforms);
  const ends = [convert(low), convert(high)].sort((a, b) => a - b) as [number, number];
  if (modality.kind === 'linear') return ends;
  const { firstMapped, entries } = modality.lut;
  let [from, to] = ends;
  const last = Math.min(entries.length - 1, high - firstMapped);
  for (let index = Math.max(0, low - firstMapped); index <= last; index++) {
    const entry = entries[index]!;
    if (entry < from) from = entry;
    if (entry > to) to = entry;
  }
  return [from, to];
}
