import { fastPixels } from '../pixels/fastPixels.ts';
import type { GreyTransforms, LevelFunction, LevelTable } from '../pixels/greyTransforms.ts';
import type { Samples } from '../pixels/samples.ts';
import { extremes } from './extremes.ts';

/**
 * Returns the display level of each pixel. Values of up to 16 bits are looked up in a table, so that the formulas run once for
 * each value.
 */
export function greyLevels(pixels: Samples, transforms: GreyTransforms): Uint8Array {
  const looked = levelTable(pixels, transforms);
  if (looked === undefined) {
    const show = shownLevel(transforms);
    const data = new Uint8Array(pixels.length);
    for (let index = 0; index < pixels.length; index++) data[index] = show(pixels[index]!);
    return data;
  }
  const fast = fastPixels(pixels);
  if (fast !== undefined) return fast.show(looked, transforms);
  const { codes, table } = looked;
  return codes instanceof Uint8Array ? showBytes(codes, table) : showWords(codes, table);
}

/** Creates the table of levels; undefined for values of more than 16 bits. */
export function levelTable(pixels: Samples, transforms: GreyTransforms): LevelTable | undefined {
  if (pixels.BYTES_PER_ELEMENT > 2) return undefined;
  const { buffer, byteOffset, length } = pixels;
  const signed = pixels instanceof Int16Array || pixels instanceof Int8Array;
  // Read as unsigned values, the same bytes are indices into the table.
  return pixels.BYTES_PER_ELEMENT === 1
    ? { codes: new Uint8Array(buffer, byteOffset, length), ...makeTable(8, signed, pixels, transforms) }
    : { codes: new Uint16Array(buffer, byteOffset, length), ...makeTable(16, signed, pixels, transforms) };
}

// One loop for each type: a loop over several types is several times slower. Four at a time take half the time of one.
function showBytes(codes: Uint8Array, table: Uint8Array): Uint8Array {
  const data = new Uint8Array(codes.length);
  const whole = codes.length - 3;
  let index = 0;
  for (; index < whole; index += 4) {
    data[index] = table[codes[index]!]!;
    data[index + 1] = table[codes[index + 1]!]!;
    data[index + 2] = table[codes[index + 2]!]!;
    data[index + 3] = table[codes[index + 3]!]!;
  }
  for (; index < codes.length; index++) data[index] = table[codes[index]!]!;
  return data;
}

function showWords(codes: Uint16Array, table: Uint8Array): Uint8Array {
  const data = new Uint8Array(codes.length);
  const whole = codes.length - 3;
  let index = 0;
  for (; index < whole; index += 4) {
    data[index] = table[codes[index]!]!;
    data[index + 1] = table[codes[index + 1]!]!;
    data[index + 2] = table[codes[index + 2]!]!;
    data[index + 3] = table[codes[index + 3]!]!;
  }
  for (; index < codes.length; index++) data[index] = table[codes[index]!]!;
  return data;
}

/** Fills the table for all values, or for those of the frame if it is small and the transforms are not monotone. */
function makeTable(
  bits: number,
  signed: boolean,
  pixels: Samples,
  transforms: GreyTransforms,
): Omit<LevelTable, 'codes'> {
  const table = new Uint8Array(2 ** bits);
  const first = signed ? -(2 ** (bits - 1)) : 0;
  const last = first + table.length - 1;
  if (transforms.monotone) return { table, signed, inside: putMonotone(table, first, last, transforms) };
  const many = pixels.length > 8 * table.length;
  const { low, high } = many ? { low: first, high: last } : extremes(pixels, undefined);
  put(table, low, high, shownLevel(transforms));
  return { table, signed };
}

function put(table: Uint8Array, low: number, high: number, show: LevelFunction): void {
  const mask = table.length - 1;
  for (let value = low; value <= high; value++) table[value & mask] = show(value);
}

/** Fills the table of a monotone transform, and runs the formulas only for values inside the window. */
function putMonotone(
  table: Uint8Array,
  first: number,
  last: number,
  transforms: GreyTransforms,
): { low: number; high: number } {
  const show = shownLevel({ ...transforms, padding: undefined });
  const least = show(first);
  const most = show(last);
  const low = firstWhere(first, last, (value) => show(value) !== least);
  const high = firstWhere(low, last, (value) => show(value) === most);
  const mask = table.length - 1;
  const fill = (level: number, from: number, to: number) => {
    // Negative values are in the upper half of the table.
    if (from < 0) table.fill(level, from & mask, (from & mask) + Math.min(to, 0) - from);
    if (to > 0) table.fill(level, Math.max(from, 0), to);
  };
  fill(least, first, low);
  put(table, low, high - 1, show);
  fill(most, high, last + 1);
  const { padding } = transforms;
  if (padding !== undefined) put(table, Math.max(first, padding.low), Math.min(last, padding.high), () => 0);
  return { low, high: high - 1 };
}

/** Finds the first integer from `low` for which a monotone condition holds; `high` + 1 if there is none. */
function firstWhere(low: number, high: number, has: (value: number) => boolean): number {
  let from = low;
  let to = high + 1;
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (has(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

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
