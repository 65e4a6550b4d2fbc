import type { Samples } from '../pixels/samples.ts';
import { extremes, type PaddingRange } from './extremes.ts';
import type { LevelFunction } from './windowLevel.ts';

export interface GreyTransforms {
  modality: LevelFunction;
  level: LevelFunction;
  inverse: boolean;
  padding: PaddingRange | undefined;
}

/**
 * The display level of each pixel. Values of up to 16 bits go through a table, so that no formula runs twice for the
 * same value: over the type's whole range where the pixels are many, else over the range that they have.
 */
export function greyLevels(pixels: Samples, transforms: GreyTransforms): Uint8Array {
  const data = new Uint8Array(pixels.length);
  if (pixels.BYTES_PER_ELEMENT > 2) {
    const show = shownLevel(transforms);
    for (let index = 0; index < pixels.length; index++) data[index] = show(pixels[index]!);
    return data;
  }
  const bits = 8 * pixels.BYTES_PER_ELEMENT;
  const signed = pixels instanceof Int16Array || pixels instanceof Int8Array;
  const lowest = signed ? -(2 ** (bits - 1)) : 0;
  const whole = pixels.length > 8 * 2 ** bits;
  const { low, high } = whole ? { low: lowest, high: lowest + 2 ** bits - 1 } : extremes(pixels, undefined);
  const table = new Uint8Array(2 ** bits);
  const show = shownLevel(transforms);
  const mask = table.length - 1;
  for (let value = low; value <= high; value++) table[value & mask] = show(value);
  const codes = unsignedView(pixels);
  for (let index = 0; index < codes.length; index++) data[index] = table[codes[index]!]!;
  return data;
}

/** The same bytes as unsigned values, which are places in the table as they stand. */
const unsignedView = ({
  buffer,
  byteOffset,
  length,
  BYTES_PER_ELEMENT,
}: Samples): Uint8Array | Uint16Array =>
  BYTES_PER_ELEMENT === 1
    ? new Uint8Array(buffer, byteOffset, length)
    : new Uint16Array(buffer, byteOffset, length);

function shownLevel({ modality, level, inverse, padding }: GreyTransforms): LevelFunction {
  const first = padding?.low ?? Infinity;
  const last = padding?.high ?? -Infinity;
  return (value) => {
    // Padding is black, inverted or not (PS3.3 C.7.5.1.1.2).
    if (value >= first && value <= last) return 0;
    const shown = Math.max(0, Math.min(255, Math.round(level(modality(value)))));
    return inverse ? 255 - shown : shown;
  };
}
