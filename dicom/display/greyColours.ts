import type { Samples } from '../pixels/samples.ts';
import { greyLevels, levelTable, type GreyTransforms } from './greyLevels.ts';

/** Opaque, each level as red, green and blue: bytes of RGBA as a little-endian word. */
const COLOURS = Uint32Array.from({ length: 256 }, (_, level) => 0xff000000 | (level * 0x010101));

/**
 * What `greyLevels` gives, as pixels of a canvas, one 32-bit word each, in one pass: a reader who drags a window waits for
 * it at every frame of the screen.
 *
 * @param to as many words as there are pixels
 */
export function greyColours(pixels: Samples, transforms: GreyTransforms, to: Uint32Array): void {
  const looked = levelTable(pixels, transforms);
  if (looked === undefined) putLevels(greyLevels(pixels, transforms), to);
  else if (looked.codes instanceof Uint8Array) putBytes(looked.codes, looked.table, to);
  else putWords(looked.codes, looked.table, to);
}

function putLevels(levels: Uint8Array, to: Uint32Array): void {
  for (let index = 0; index < levels.length; index++) to[index] = COLOURS[levels[index]!]!;
}

/** A loop for each type, as in `greyLevels`. */
function putBytes(codes: Uint8Array, table: Uint8Array, to: Uint32Array): void {
  for (let index = 0; index < codes.length; index++) to[index] = COLOURS[table[codes[index]!]!]!;
}

function putWords(codes: Uint16Array, table: Uint8Array, to: Uint32Array): void {
  const colours = COLOURS;
  const whole = codes.length - 3;
  let index = 0;
  for (; index < whole; index += 4) {
    to[index] = colours[table[codes[index]!]!]!;
    to[index + 1] = colours[table[codes[index + 1]!]!]!;
    to[index + 2] = colours[table[codes[index + 2]!]!]!;
    to[index + 3] = colours[table[codes[index + 3]!]!]!;
  }
  for (; index < codes.length; index++) to[index] = colours[table[codes[index]!]!]!;
}
