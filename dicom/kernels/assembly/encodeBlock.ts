import { AC_CODES, COEFFICIENTS, DC_CODES, FLOATS, ORDER, PLACES, RECIPROCALS } from './places';
import { transform } from './transform';

/** The bits that are not written yet: the lowest `count` bits, at most 31 between blocks. */
let bits: u64 = 0;
let count: i32 = 0;
let to: usize = 0;

/** The maximum size of a block: a 16-bit code and a 10-bit value for each coefficient, with every byte stuffed. */
const MOST_BLOCK_BYTES: usize = 420;

export function begin(out: usize): void {
  bits = 0;
  count = 0;
  to = out;
}

/** Makes room for the given number of further blocks. Returns false if the memory cannot grow. */
export function makeRoom(blocks: usize): bool {
  const end = to + blocks * MOST_BLOCK_BYTES + 16;
  const have = (<usize>memory.size()) << 16;
  if (end <= have) return true;
  const wanted = (end - have + 0xffff) >> 16;
  const generous = wanted + ((<usize>memory.size()) >> 2);
  return memory.grow(<i32>generous) >= 0 || memory.grow(<i32>wanted) >= 0;
}

/** Fills the last byte with ones (T.81 F.1.2.3). Returns the address after the scan. */
export function finish(): usize {
  const fill = (8 - (count & 7)) & 7;
  bits = (bits << fill) | ((1 << fill) - 1);
  for (count += fill; count > 0; ) {
    count -= 8;
    to = putByte(<u32>(bits >> count), to);
  }
  return to;
}

@inline
function putByte(byte: u32, at: usize): usize {
  store<u8>(at, byte);
  if ((byte & 0xff) != 0xff) return at + 1;
  store<u8>(at, 0, 1);
  return at + 2;
}

function putStuffed(word: u32, at: usize): usize {
  return putByte(word, putByte(word >> 8, putByte(word >> 16, putByte(word >> 24, at))));
}

@inline
function putWord(word: u32, at: usize): usize {
  // A byte is 0xff if one of the complement's bytes is 0.
  if (((~word - 0x01010101) & word & 0x80808080) != 0) return putStuffed(word, at);
  store<u32>(at, bswap(word));
  return at + 4;
}

/**
 * Fills the tables that reorder a mask of the block's positions into zigzag order, 8 bits at a time. With them a block takes
 * one step for each coefficient that is not 0.
 */
export function prepare(): void {
  for (let byte: usize = 0; byte < 8; byte++)
    for (let mask: u32 = 1; mask < 256; mask++) {
      const offset = <u8>((byte * 8 + ctz(mask)) * 2);
      let zigzag: usize = 0;
      while (load<u8>(PLACES + zigzag) != offset) zigzag++;
      const rest = load<u64>(ORDER + byte * 2048 + (mask & (mask - 1)) * 8);
      store<u64>(ORDER + byte * 2048 + mask * 8, rest | ((<u64>1) << zigzag));
    }
}

/** Rounds a small float to the nearest integer: the lowest bits of their sum hold that integer. */
const ROUNDING: f32 = 12582912; // 1.5 * 2^23

@inline
function quantise(row: usize, reciprocals: usize): v128 {
  const from = FLOATS + row * 32;
  const rounding = f32x4.splat(ROUNDING);
  const low = f32x4.add(f32x4.mul(v128.load(from), v128.load(reciprocals + row * 32)), rounding);
  const high = f32x4.add(f32x4.mul(v128.load(from, 16), v128.load(reciprocals + row * 32, 16)), rounding);
  const whole = i16x8.narrow_i32x4_s(i32x4.sub(low, rounding), i32x4.sub(high, rounding));
  v128.store(COEFFICIENTS + row * 16, whole);
  return whole;
}

@inline
function zeros(one: v128, other: v128): u64 {
  const none = i16x8.splat(0);
  return <u64>i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.eq(one, none), i16x8.eq(other, none)));
}

/** Quantises all rows. Returns a mask of the coefficients that are not 0, in zigzag order. */
@inline
function quantiseAll(reciprocals: usize): u64 {
  const row0 = quantise(0, reciprocals);
  const row1 = quantise(1, reciprocals);
  const row2 = quantise(2, reciprocals);
  const row3 = quantise(3, reciprocals);
  const row4 = quantise(4, reciprocals);
  const row5 = quantise(5, reciprocals);
  const row6 = quantise(6, reciprocals);
  const row7 = quantise(7, reciprocals);
  const mask = ~(
    zeros(row0, row1) |
    (zeros(row2, row3) << 16) |
    (zeros(row4, row5) << 32) |
    (zeros(row6, row7) << 48)
  );
  return (
    load<u64>(ORDER + <usize>(mask & 0xff) * 8) |
    load<u64>(ORDER + 0x800 + <usize>((mask >> 8) & 0xff) * 8) |
    load<u64>(ORDER + 0x1000 + <usize>((mask >> 16) & 0xff) * 8) |
    load<u64>(ORDER + 0x1800 + <usize>((mask >> 24) & 0xff) * 8) |
    load<u64>(ORDER + 0x2000 + <usize>((mask >> 32) & 0xff) * 8) |
    load<u64>(ORDER + 0x2800 + <usize>((mask >> 40) & 0xff) * 8) |
    load<u64>(ORDER + 0x3000 + <usize>((mask >> 48) & 0xff) * 8) |
    load<u64>(ORDER + 0x3800 + <usize>(mask >> 56) * 8)
  );
}

@inline
function category(value: i32): i32 {
  const sign = value >> 31;
  return 32 - clz((value ^ sign) - sign);
}

/** Joins a code and the lowest bits of a value, which is reduced by 1 if it is negative (F.1.2.1). */
@inline
function joined(entry: u32, value: i32, size: i32): u64 {
  return <u64>((entry >>> 5) | (<u32>(value + (value >> 31)) & ((1 << size) - 1)));
}

/**
 * Transforms, quantises and codes the 64 floats at FLOATS (ITU T.81 F.1.2).
 * @param table 0 for luminance, 1 for chrominance
 * @returns the DC coefficient, which is `previous` for the component's next block
 */
export function encodeBlock(table: usize, previous: i32): i32 {
  transform();
  let mask = quantiseAll(RECIPROCALS + table * 256) & ~1;
  const dc = <i32>load<i16>(COEFFICIENTS);

  let pending = bits;
  let size = count;
  let out = to;

  const dcSize = category(dc - previous);
  let entry = load<u32>(DC_CODES + table * 64 + <usize>dcSize * 4);
  pending = (pending << (entry & 31)) | joined(entry, dc - previous, dcSize);
  size += entry & 31;
  if (size >= 32) out = putWord(<u32>(pending >> (size -= 32)), out);

  const codes = AC_CODES + table * 1024;
  let last: u32 = 0;
  while (mask != 0) {
    const place = <u32>ctz(mask);
    mask &= mask - 1;
    let run = place - last - 1;
    last = place;
    for (; run > 15; run -= 16) {
      entry = load<u32>(codes, 0xf0 * 4);
      pending = (pending << (entry & 31)) | (entry >>> 5);
      size += entry & 31;
      if (size >= 32) out = putWord(<u32>(pending >> (size -= 32)), out);
    }
    const value = <i32>load<i16>(COEFFICIENTS + <usize>load<u8>(PLACES + place));
    const valueSize = category(value);
    entry = load<u32>(codes + <usize>((run << 4) | valueSize) * 4);
    pending = (pending << (entry & 31)) | joined(entry, value, valueSize);
    size += entry & 31;
    if (size >= 32) out = putWord(<u32>(pending >> (size -= 32)), out);
  }
  if (last != 63) {
    entry = load<u32>(codes);
    pending = (pending << (entry & 31)) | (entry >>> 5);
    size += entry & 31;
    if (size >= 32) out = putWord(<u32>(pending >> (size -= 32)), out);
  }
  bits = pending;
  count = size;
  to = out;
  return dc;
}

/**
 * Codes a block of 64 equal samples as `encodeBlock` would. Only the DC coefficient of its transform is not 0.
 * @param level the sample after the level shift
 */
export function encodeFlat(table: usize, previous: i32, level: i32): i32 {
  const scaled = <f32>(level * 64) * load<f32>(RECIPROCALS + table * 256);
  const dc = <i32>(scaled + ROUNDING - ROUNDING);
  const dcSize = category(dc - previous);
  const first = load<u32>(DC_CODES + table * 64 + <usize>dcSize * 4);
  const end = load<u32>(AC_CODES + table * 1024);
  const size = (first & 31) + (end & 31);
  bits = (bits << size) | (joined(first, dc - previous, dcSize) << (end & 31)) | (end >>> 5);
  count += size;
  if (count >= 32) to = putWord(<u32>(bits >> (count -= 32)), to);
  return dc;
}
