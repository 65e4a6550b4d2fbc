import { growMemory, createKernel, type Kernel } from '../kernels/kernel.ts';
import type { GreyTransforms, LevelTable, PaddingRange } from './greyTransforms.ts';

/** The loops over all pixels that the kernel runs, with the same results as in TypeScript. */
export interface FastPixels {
  /** Does the same as `extremes`. */
  extremes(
    pixels: Uint16Array | Int16Array,
    padding: PaddingRange | undefined,
  ): { low: number; high: number };
  /** Does the same as `greyLevels`. */
  show(looked: LevelTable, transforms: GreyTransforms): Uint8Array;
  /** Combines the bits of all words; of signed ones, those that differ from the next higher bit. */
  allBits(words: Uint16Array, signed: boolean): number;
  /** Converts big-endian words to little-endian ones. */
  swap(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
  /** Does the same as `ybrFull422ToRgb`. */
  pairsToRgb(samples: Uint8Array, pixels: number): Uint8Array;
}

/** `kernels/assembly/pixels.ts`. */
interface PixelKernel extends Kernel {
  begin(): void;
  look(count: number, flip: number, hasPadding: boolean, first: number, range: number): void;
  smallest(): number;
  largest(): number;
  lookUpWords: (count: number) => void;
  lookUpBytes: (count: number) => void;
  lineUp(count: number, flip: number, centre: number, scale: number, offset: number): void;
  isLine(flip: number, centre: number, scale: number, offset: number): number;
  allBits(count: number, signed: boolean): number;
  swap(count: number): void;
  pairsToRgb(pairs: number): void;
}

/** Addresses in its memory, whose size is fixed: frames are processed in pieces that stay in the cache. */
const PLACE = { table: 0x10000, codes: 0x20000, levels: 0x30000, end: 0x40000 };
const PIECE = 16_384;

const pixelKernel = createKernel<PixelKernel>(
  async () => (await import('../kernels/pixels.ts')).PIXELS,
  ({ memory }) => {
    growMemory(memory, PLACE.end);
  },
);

/**
 * Starts the kernel.
 * @throws WebAssemblyRefused if the page's policy forbids WebAssembly
 */
export async function startPixels(): Promise<FastPixels> {
  const one = await pixelKernel.load();
  return {
    extremes: (pixels, padding) => extremesBy(one, pixels, padding),
    show: (looked, transforms) => levelsBy(one, looked, transforms),
    allBits: (words, signed) => allBitsBy(one, words, signed),
    swap: (bytes) => swapBy(one, bytes),
    pairsToRgb: (samples, pixels) => pairsToRgbBy(one, samples, pixels),
  };
}

/** The sign bit. Inverting it orders signed words as unsigned ones. */
const SIGN = 0x8000;

function extremesBy(
  one: PixelKernel,
  pixels: Uint16Array | Int16Array,
  padding: PaddingRange | undefined,
): { low: number; high: number } {
  const offset = pixels instanceof Int16Array ? SIGN : 0;
  const words = new Uint16Array(pixels.buffer, pixels.byteOffset, pixels.length);
  // Padding that a word cannot hold excludes nothing.
  const first = Math.max(0, Math.ceil((padding?.low ?? Infinity) + offset));
  const last = Math.min(0xffff, Math.floor((padding?.high ?? -Infinity) + offset));
  const codes = new Uint16Array(one.memory.buffer, PLACE.codes, PIECE);
  one.begin();
  for (let from = 0; from < words.length; from += PIECE) {
    const piece = words.subarray(from, from + PIECE);
    codes.set(piece);
    one.look(piece.length, offset, first <= last, first, last - first);
  }
  const [low, high] = [one.smallest(), one.largest()];
  return low > high ? { low: Infinity, high: -Infinity } : { low: low - offset, high: high - offset };
}

function levelsBy(one: PixelKernel, looked: LevelTable, transforms: GreyTransforms): Uint8Array {
  const { codes, table } = looked;
  const { buffer } = one.memory;
  new Uint8Array(buffer).set(table, PLACE.table);
  const show = codes instanceof Uint8Array ? one.lookUpBytes : wordsBy(one, looked, transforms);
  const from =
    codes instanceof Uint8Array ? new Uint8Array(buffer, PLACE.codes) : new Uint16Array(buffer, PLACE.codes);
  const data = new Uint8Array(codes.length);
  for (let at = 0; at < codes.length; at += PIECE) {
    const piece = codes.subarray(at, at + PIECE);
    from.set(piece);
    show(piece.length);
    data.set(new Uint8Array(buffer, PLACE.levels, piece.length), at);
  }
  return data;
}

/**
 * The offset that is added inside the window, so that values at exactly half a level round as the formula does, although
 * the kernel computes with 24 bits of precision.
 */
const NUDGE = 4e-5;

/** Computes levels by one multiplication and addition if that gives all values the table's levels, else by the table. */
function wordsBy(
  one: PixelKernel,
  { inside, signed }: LevelTable,
  transforms: GreyTransforms,
): (count: number) => void {
  if (inside === undefined || inside.high - inside.low < 2) return one.lookUpWords;
  const { level, modality, inverse } = transforms;
  const shown = (value: number): number => {
    const exact = level(modality(value));
    return inverse ? 255 - exact : exact;
  };
  const { low, high } = inside;
  const centre = Math.round((low + high) / 2);
  const scale = (shown(high) - shown(low)) / (high - low);
  const offset = shown(low) + scale * (centre - low) + 0.5 + (inverse ? -NUDGE : NUDGE);
  const flip = signed ? SIGN : 0;
  return one.isLine(flip, centre + flip, scale, offset) !== 0
    ? (count) => {
        one.lineUp(count, flip, centre + flip, scale, offset);
      }
    : one.lookUpWords;
}

function allBitsBy(one: PixelKernel, words: Uint16Array, signed: boolean): number {
  const codes = new Uint16Array(one.memory.buffer, PLACE.codes, PIECE + 8);
  let bits = 0;
  for (let from = 0; from < words.length; from += PIECE) {
    const piece = words.subarray(from, from + PIECE);
    codes.set(piece);
    // Fill the last vector with a value that is already counted.
    codes.fill(piece[0]!, piece.length, piece.length + 7);
    bits |= one.allBits(piece.length, signed);
  }
  return bits;
}

function swapBy(one: PixelKernel, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const memory = new Uint8Array(one.memory.buffer);
  const output = new Uint8Array(bytes.length);
  for (let from = 0; from < bytes.length; from += 2 * PIECE) {
    const piece = bytes.subarray(from, from + 2 * PIECE);
    memory.set(piece, PLACE.codes);
    one.swap(piece.length >> 1);
    output.set(memory.subarray(PLACE.levels, PLACE.levels + piece.length), from);
  }
  return output;
}

function pairsToRgbBy(one: PixelKernel, samples: Uint8Array, pixels: number): Uint8Array {
  const memory = new Uint8Array(one.memory.buffer);
  const output = new Uint8Array(pixels * 3);
  // The input has two bytes for each pixel, the output three.
  for (let from = 0; from < pixels; from += PIECE) {
    const count = Math.min(PIECE, pixels - from);
    const piece = samples.subarray(from * 2, (from + count) * 2 + 2);
    memory.set(piece, PLACE.codes);
    // A half pair at the end may lack its chrominance.
    memory.fill(128, PLACE.codes + piece.length, PLACE.codes + piece.length + 4);
    one.pairsToRgb((count + 1) >> 1);
    output.set(memory.subarray(PLACE.levels, PLACE.levels + count * 3), from * 3);
  }
  return output;
}
