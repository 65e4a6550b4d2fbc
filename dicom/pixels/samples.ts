import { fastPixels } from './fastPixels.ts';

/** Stored values of a frame, interleaved by pixel. */
export type Samples =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

export interface SampleFormat {
  bitsAllocated: number;
  bitsStored: number;
  highBit: number;
  signed: boolean;
}

/**
 * Reads stored values from native bytes: `(v >> (HighBit + 1 - BitsStored))` masked, then sign-extended (PS3.5 8.1.1).
 * Masks bits above HighBit, which may hold overlays. Samples of 1, 10, 12 or 14 bits are packed from the lowest bit up.
 */
export function readSamples(
  bytes: Uint8Array,
  count: number,
  format: SampleFormat,
  bigEndian: boolean,
  bitOffset = 0,
): Samples {
  const { bitsAllocated } = format;
  if (bitsAllocated === 8) return normalise(bytes.subarray(0, count), format);
  if (bitsAllocated === 16) return normalise(words(bytes, count, bigEndian), format);
  if (bitsAllocated === 32) return normalise(longs(bytes, count, bigEndian), format);
  return normalise(unpack(bytes, count, bitsAllocated, bitOffset), {
    ...format,
    bitsAllocated: bitsAllocated > 8 ? 16 : 8,
  });
}

function words(bytes: Uint8Array, count: number, bigEndian: boolean): Uint16Array {
  if (!bigEndian && bytes.byteOffset % 2 === 0) return new Uint16Array(bytes.buffer, bytes.byteOffset, count);
  const fast = bigEndian ? fastPixels(bytes) : undefined;
  if (fast !== undefined) return new Uint16Array(fast.swap(bytes.subarray(0, count * 2)).buffer);
  const copy = bytes.slice(0, count * 2);
  if (bigEndian) swapWords(copy);
  return new Uint16Array(copy.buffer, 0, count);
}

/** Swaps the bytes of words, two words at a time. */
function swapWords(bytes: Uint8Array<ArrayBuffer>): void {
  const pairs = new Uint32Array(bytes.buffer, 0, bytes.length >> 2);
  for (let index = 0; index < pairs.length; index++) {
    const both = pairs[index]!;
    pairs[index] = ((both & 0xff00ff) << 8) | ((both >>> 8) & 0xff00ff);
  }
  if (bytes.length % 4 === 2) bytes.subarray(-2).reverse();
}

function longs(bytes: Uint8Array, count: number, bigEndian: boolean): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, count * 4);
  const values = new Uint32Array(count);
  for (let index = 0; index < count; index++) values[index] = view.getUint32(index * 4, !bigEndian);
  return values;
}

function unpack(
  bytes: Uint8Array,
  count: number,
  width: number,
  bitOffset: number,
): Uint8Array | Uint16Array {
  const values = width > 8 ? new Uint16Array(count) : new Uint8Array(count);
  const mask = 2 ** width - 1;
  for (let index = 0; index < count; index++) {
    const bit = bitOffset + index * width;
    const at = bit >> 3;
    const three = bytes[at]! | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16);
    values[index] = (three >> (bit & 7)) & mask;
  }
  return values;
}

/** Shifts, masks and sign-extends. Returns a view if nothing changes. */
export function normalise(values: Uint8Array | Uint16Array | Uint32Array, format: SampleFormat): Samples {
  const { bitsAllocated, bitsStored, highBit, signed } = format;
  const shift = highBit + 1 - bitsStored;
  if ((bitsStored < bitsAllocated || shift > 0) && !isNormal(values, format)) {
    const mask = bitsStored >= 32 ? 0xffffffff : 2 ** bitsStored - 1;
    const output = values.slice();
    if (signed) {
      const up = 32 - bitsStored;
      for (let index = 0; index < output.length; index++)
        output[index] = ((output[index]! >>> shift) << up) >> up;
    } else
      for (let index = 0; index < output.length; index++) output[index] = (output[index]! >>> shift) & mask;
    values = output;
  }
  if (!signed) return values;
  if (values instanceof Uint8Array) return new Int8Array(values.buffer, values.byteOffset, values.length);
  if (values instanceof Uint16Array) return new Int16Array(values.buffer, values.byteOffset, values.length);
  return new Int32Array(values.buffer, values.byteOffset, values.length);
}

/**
 * Checks whether all values are already normal, as most writers leave them. That is several times cheaper than a copy.
 */
function isNormal(
  values: Uint8Array | Uint16Array | Uint32Array,
  { bitsAllocated, bitsStored, highBit, signed }: SampleFormat,
): boolean {
  if (highBit + 1 !== bitsStored) return false;
  if (values instanceof Uint16Array) return areNormalWords(values, bitsStored, signed);
  // A value in range has no bits above its own; a signed one after adding half of the range.
  const half = signed ? 2 ** (bitsStored - 1) : 0;
  const above = (2 ** bitsAllocated - 2 ** bitsStored) | 0;
  for (const value of values) if (((value + half) & above) !== 0) return false;
  return true;
}

/** Checks words, eight at a time as pairs. The bits above an unsigned one are 0, those above a signed one equal its sign. */
function areNormalWords(values: Uint16Array, bitsStored: number, signed: boolean): boolean {
  const above = signed ? 0x8000 - 2 ** (bitsStored - 1) : 0x10000 - 2 ** bitsStored;
  const fast = fastPixels(values);
  if (fast !== undefined) return (fast.allBits(values, signed) & above) === 0;
  const mask = (above * 0x10001) | 0;
  const first = (values.byteOffset >> 1) & 1;
  const pairs = new Int32Array(values.buffer, values.byteOffset + 2 * first, (values.length - first) >> 1);
  // For signed words, keep the bits that differ from the next higher one; for unsigned words, keep all but the lowest.
  const shift = signed ? 1 : 31;
  const changes = (pair: number): number => pair ^ (pair >>> shift);
  let bits = changes(values[0] ?? 0) | changes(values.at(-1) ?? 0);
  let from = 0;
  for (const end = pairs.length - 3; from < end && (bits & mask) === 0; from += 4)
    bits |=
      changes(pairs[from]!) |
      changes(pairs[from + 1]!) |
      changes(pairs[from + 2]!) |
      changes(pairs[from + 3]!);
  for (; from < pairs.length; from++) bits |= changes(pairs[from]!);
  return (bits & mask) === 0;
}

/** Reads Float or Double Float Pixel Data (C.7.6.3.1.9 and 10). The caller has checked the number of bytes. */
export function readFloats(
  bytes: Uint8Array,
  count: number,
  double: boolean,
  bigEndian: boolean,
): Float32Array | Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = double ? new Float64Array(count) : new Float32Array(count);
  for (let index = 0; index < count; index++)
    values[index] = double ? view.getFloat64(8 * index, !bigEndian) : view.getFloat32(4 * index, !bigEndian);
  return values;
}
