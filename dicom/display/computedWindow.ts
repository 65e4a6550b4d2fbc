import type { PaddingRange } from '../pixels/greyTransforms.ts';
import type { Samples } from '../pixels/samples.ts';
import type { AppliedWindow } from './displayFrame.ts';
import { extremes } from './extremes.ts';
import { modalityFunction } from './modalityFunction.ts';
import type { FrameTransforms } from './transforms.ts';

/**
 * A window where the file gives none: from the smallest to the largest modality value that is no padding, as LINEAR of
 * PS3.3 C.11.2.1.2.1; LINEAR_EXACT where the values are fractions. SmallestPixelValue and LargestPixelValue are not
 * asked: they are often wrong.
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

/** A LUT need not rise: its smallest and largest entry within the stored values' range. */
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
