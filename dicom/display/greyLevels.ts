import { fastPixels } from '../pixels/fastPixels.ts';
import type { GreyTransforms, LevelFunction, LevelTable } from '../pixels/greyTransforms.ts';
import type { Samples } from '../pixels/samples.ts';
import { extremes } from './extremes.ts';

/**
 * The display level of each pixel. Values of up to 16 bits go through a table, so that no formula runs twice for the
 * same value.
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

/** Undefined for values of more than 16 bits. */
export function levelTable(pixels: Samples, transforms: GreyTransforms): LevelTable | undefined {
  if (pixels.BYTES_PER_ELEMENT > 2) return undefined;
  const { buffer, byteOffset, length } = pixels;
  const signed = pixels instanceof Int16Array || pixels instanceof Int8Array;
  // The same bytes as unsigned values are places in the table as they stand.
  return pixels.BYTES_PER_ELEMENT === 1
    ? { codes: new Uint8Array(buffer, byteOffset, length), ...makeTable(8, signed, pixels, transforms) }
    : { codes: new Uint16Array(buffer, byteOffset, length), ...makeTable(16, signed, pixels, transforms) };
}

/** A loop for each type: one that has met several is several times slower. Four at a time takes half as long as one. */
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

/** The level of each value by its bits: of all values, or, where the formula does not tell which it leaves alike, of those that there are. */
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

/** Of values outside the window only the ends are worked out. */
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
    // Negative values are the upper half of the table.
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

/** The first whole number from `low` that has what all after it have; `high` + 1 where none does. */
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
