import type { GreyTransforms } from '../pixels/greyTransforms.ts';
import type { Samples } from '../pixels/samples.ts';
import { extremes } from './extremes.ts';
import { greyLevels, levelTable } from './greyLevels.ts';

/** Each level as an opaque grey: the bytes of RGBA as a little-endian word. */
const COLOURS = Uint32Array.from({ length: 256 }, (_, level) => 0xff000000 | (level * 0x010101));

/**
 * Writes the levels of `greyLevels` as RGBA pixels of a canvas, in one pass: while a user drags a window, this runs for every
 * frame of the screen.
 *
 * @param to the output, a 32-bit word for each pixel
 */
export function greyColours(pixels: Samples, transforms: GreyTransforms, to: Uint32Array): void {
  const looked = levelTable(pixels, transforms);
  if (looked === undefined) putLevels(greyLevels(pixels, transforms), to);
  else if (looked.codes instanceof Uint8Array) putBytes(looked.codes, looked.table, to);
  else putWords(looked.codes, looked.table, rangeOf(pixels), to);
}

function putLevels(levels: Uint8Array, to: Uint32Array): void {
  for (let index = 0; index < levels.length; index++) to[index] = COLOURS[levels[index]!]!;
}

// One loop for each type, as in `greyLevels`.
function putBytes(codes: Uint8Array, table: Uint8Array, to: Uint32Array): void {
  for (let index = 0; index < codes.length; index++) to[index] = COLOURS[table[codes[index]!]!]!;
}

/**
 * Uses a table of colours, filled for the values of the frame only: one look-up for each pixel instead of two.
 */
function putWords(codes: Uint16Array, table: Uint8Array, [low, high]: CodeRange, to: Uint32Array): void {
  const colours = COLOURS_BY_CODE;
  for (let value = low; value <= high; value++) colours[value & 0xffff] = COLOURS[table[value & 0xffff]!]!;
  const whole = codes.length - 3;
  let index = 0;
  for (; index < whole; index += 4) {
    to[index] = colours[codes[index]!]!;
    to[index + 1] = colours[codes[index + 1]!]!;
    to[index + 2] = colours[codes[index + 2]!]!;
    to[index + 3] = colours[codes[index + 3]!]!;
  }
  for (; index < codes.length; index++) to[index] = colours[codes[index]!]!;
}

/** Reused, and filled at each call. */
const COLOURS_BY_CODE = new Uint32Array(0x10000);

type CodeRange = readonly [low: number, high: number];

/** The smallest and largest value of each frame, computed once. */
const ranges = new WeakMap<Samples, CodeRange>();

function rangeOf(pixels: Samples): CodeRange {
  const known = ranges.get(pixels);
  if (known) return known;
  const { low, high } = extremes(pixels, undefined);
  ranges.set(pixels, [low, high]);
  return [low, high];
}
