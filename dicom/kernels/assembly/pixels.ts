/** Addresses as in pixelKernel.ts: the level of each of the 65,536 codes, the input codes, and the output. */
const TABLE: usize = 0x10000;
const CODES: usize = 0x20000;
const LEVELS: usize = 0x30000;

let least: u32 = 0xffff;
let most: u32 = 0;

export function begin(): void {
  least = 0xffff;
  most = 0;
}

/** The smallest and the largest place so far. The smallest is above the largest if there was none. */
export function smallest(): u32 {
  return least;
}
export function largest(): u32 {
  return most;
}

/**
 * Updates the smallest and the largest place with `count` words. A word's place is the word XOR `flip`, which puts signed words
 * in order.
 * @param first the first place of padding; this one and the `range` places after it are ignored
 */
export function look(count: usize, flip: u32, hasPadding: bool, first: u32, range: u32): void {
  const flips = i16x8.splat(<i16>flip);
  const firsts = i16x8.splat(<i16>first);
  const ranges = i16x8.splat(<i16>range);
  const whole = count & ~7;
  let low = i16x8.splat(-1);
  let high = i16x8.splat(0);
  const end = CODES + whole * 2;
  if (hasPadding)
    for (let at = CODES; at < end; at += 16) {
      const places = v128.xor(v128.load(at), flips);
      const left = i16x8.sub(places, firsts);
      const padding = i16x8.eq(i16x8.min_u(left, ranges), left);
      low = i16x8.min_u(low, v128.or(places, padding));
      high = i16x8.max_u(high, v128.andnot(places, padding));
    }
  else
    for (let at = CODES; at < end; at += 16) {
      const places = v128.xor(v128.load(at), flips);
      low = i16x8.min_u(low, places);
      high = i16x8.max_u(high, places);
    }
  v128.store(LEVELS, low);
  v128.store(LEVELS, high, 16);
  for (let lane: usize = 0; lane < 16; lane += 2) {
    least = min(least, <u32>load<u16>(LEVELS + lane));
    most = max(most, <u32>load<u16>(LEVELS + lane, 16));
  }
  for (let at = end; at < CODES + count * 2; at += 2) {
    const place = <u32>load<u16>(at) ^ flip;
    if (hasPadding && ((place - first) & 0xffff) <= range) continue;
    least = min(least, place);
    most = max(most, place);
  }
}

/** Looks up the levels of words in the table. */
export function lookUpWords(count: usize): void {
  for (let index: usize = 0; index < count; index += 4) {
    const four = load<u64>(CODES + index * 2);
    store<u32>(
      LEVELS + index,
      <u32>load<u8>(TABLE + <usize>(four & 0xffff)) |
        (<u32>load<u8>(TABLE + <usize>((four >> 16) & 0xffff)) << 8) |
        (<u32>load<u8>(TABLE + <usize>((four >> 32) & 0xffff)) << 16) |
        (<u32>load<u8>(TABLE + <usize>(four >> 48)) << 24),
    );
  }
}

/** Looks up the levels of bytes in the table. */
export function lookUpBytes(count: usize): void {
  for (let index: usize = 0; index < count; index += 4) {
    const four = load<u32>(CODES + index);
    store<u32>(
      LEVELS + index,
      <u32>load<u8>(TABLE + <usize>(four & 0xff)) |
        (<u32>load<u8>(TABLE + <usize>((four >> 8) & 0xff)) << 8) |
        (<u32>load<u8>(TABLE + <usize>((four >> 16) & 0xff)) << 16) |
        (<u32>load<u8>(TABLE + <usize>(four >> 24)) << 24),
    );
  }
}

/** Returns the levels of eight places on a line, as words that are not clamped to 0 to 255. */
@inline
function onLine(places: v128, centre: v128, scale: v128, offset: v128): v128 {
  const low = f32x4.convert_i32x4_s(i32x4.sub(i32x4.extend_low_i16x8_u(places), centre));
  const high = f32x4.convert_i32x4_s(i32x4.sub(i32x4.extend_high_i16x8_u(places), centre));
  return i16x8.narrow_i32x4_s(
    i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(low, scale), offset)),
    i32x4.trunc_sat_f32x4_s(f32x4.add(f32x4.mul(high, scale), offset)),
  );
}

/** Computes the levels of words on a line: the integer part of `(place - centre) * scale + offset`, clamped to 0 to 255. */
export function lineUp(count: usize, flip: u32, centre: i32, scale: f32, offset: f32): void {
  const flips = i16x8.splat(<i16>flip);
  const centres = i32x4.splat(centre);
  const scales = f32x4.splat(scale);
  const offsets = f32x4.splat(offset);
  for (let index: usize = 0; index < count; index += 16) {
    const at = CODES + index * 2;
    const low = onLine(v128.xor(v128.load(at), flips), centres, scales, offsets);
    const high = onLine(v128.xor(v128.load(at, 16), flips), centres, scales, offsets);
    v128.store(LEVELS + index, i8x16.narrow_i16x8_u(low, high));
  }
}

/** Returns true if the line gives every word the same level as the table. */
export function isLine(flip: u32, centre: i32, scale: f32, offset: f32): bool {
  const centres = i32x4.splat(centre);
  const scales = f32x4.splat(scale);
  const offsets = f32x4.splat(offset);
  const eight = i16x8.splat(8);
  let low = i16x8(0, 1, 2, 3, 4, 5, 6, 7);
  for (let place: u32 = 0; place < 0x10000; place += 16) {
    const high = i16x8.add(low, eight);
    const levels = i8x16.narrow_i16x8_u(
      onLine(low, centres, scales, offsets),
      onLine(high, centres, scales, offsets),
    );
    if (!i8x16.all_true(i8x16.eq(levels, v128.load(TABLE + <usize>(place ^ flip))))) return false;
    low = i16x8.add(high, eight);
  }
  return true;
}

/**
 * Returns the bits that are set in any of `count` words. For signed words it returns the bits that differ from the next higher
 * bit. The last step reads past `count`, so the words there must not add bits.
 */
export function allBits(count: usize, signed: bool): u32 {
  let all = i16x8.splat(0);
  if (signed)
    for (let at = CODES; at < CODES + count * 2; at += 16) {
      const words = v128.load(at);
      all = v128.or(all, v128.xor(words, i16x8.shr_u(words, 1)));
    }
  else for (let at = CODES; at < CODES + count * 2; at += 16) all = v128.or(all, v128.load(at));
  const half = i64x2.extract_lane(all, 0) | i64x2.extract_lane(all, 1);
  const quarter = <u32>(half | (half >> 32));
  return (quarter | (quarter >> 16)) & 0xffff;
}

/** Swaps the bytes of words. */
export function swap(count: usize): void {
  for (let at: usize = 0; at < count * 2; at += 16) {
    const words = v128.load(CODES + at);
    v128.store(LEVELS + at, v128.or(i16x8.shl(words, 8), i16x8.shr_u(words, 8)));
  }
}

@inline
function scaled(value: v128, factor: i32): v128 {
  return i32x4.mul(value, i32x4.splat(factor));
}

@inline
function rounded(value: v128): v128 {
  return i32x4.shr_s(i32x4.add(value, i32x4.splat(32768)), 16);
}

/** Adds each of four numbers to two of eight levels. Returns the sums as bytes, in the lower half. */
@inline
function shifted(levels: v128, by: v128): v128 {
  const words = i16x8.narrow_i32x4_s(by, by);
  const sums = i16x8.add(levels, i16x8.shuffle(words, words, 0, 0, 1, 1, 2, 2, 3, 3));
  return i8x16.narrow_i16x8_u(sums, sums);
}

/** Converts pairs of pixels, Y1 Y2 Cb Cr, to RGB in libjpeg's fixed-point arithmetic. */
export function pairsToRgb(pairs: usize): void {
  let out = LEVELS;
  for (let at = CODES; at < CODES + pairs * 4; at += 16) {
    const four = v128.load(at);
    const levels = i16x8.extend_low_i8x16_u(
      i8x16.shuffle(four, four, 0, 1, 4, 5, 8, 9, 12, 13, 0, 0, 0, 0, 0, 0, 0, 0),
    );
    const half = i32x4.splat(128);
    const blue = i32x4.sub(v128.and(i32x4.shr_u(four, 16), i32x4.splat(255)), half);
    const red = i32x4.sub(i32x4.shr_u(four, 24), half);
    const r = shifted(levels, rounded(scaled(red, 91881)));
    const g = shifted(levels, rounded(i32x4.add(scaled(blue, -22554), scaled(red, -46802))));
    const b = shifted(levels, rounded(scaled(blue, 116130)));
    const rg = i8x16.shuffle(r, g, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    v128.store(out, i8x16.shuffle(rg, b, 0, 1, 16, 2, 3, 17, 4, 5, 18, 6, 7, 19, 8, 9, 20, 10));
    v128.store(out, i8x16.shuffle(rg, b, 11, 21, 12, 13, 22, 14, 15, 23, 0, 0, 0, 0, 0, 0, 0, 0), 16);
    out += 24;
  }
}
