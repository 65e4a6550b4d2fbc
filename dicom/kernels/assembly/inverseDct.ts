/** The block's 64 coefficients, as i32 in natural order. The passes write their results to the same place. */
export const BLOCK: usize = 0x1a500;

// Products of cosines and sines, times 2^13. dicom/jpeg/inverseDct.ts computes exactly the same values.
const C0_298: i32 = 2446;
const C0_390: i32 = 3196;
const C0_541: i32 = 4433;
const C0_765: i32 = 6270;
const C0_899: i32 = 7373;
const C1_175: i32 = 9633;
const C1_501: i32 = 12299;
const C1_847: i32 = 15137;
const C1_961: i32 = 16069;
const C2_053: i32 = 16819;
const C2_562: i32 = 20995;
const C3_072: i32 = 25172;

@inline
function times(value: v128, factor: i32): v128 {
  return i32x4.mul(value, i32x4.splat(factor));
}

/** Applies the one-dimensional inverse DCT to four columns. */
@inline
function columns(at: usize, offset: i32, shift: i32): void {
  const s0 = v128.load(at);
  const s1 = v128.load(at, 32);
  const s2 = v128.load(at, 64);
  const s3 = v128.load(at, 96);
  const s4 = v128.load(at, 128);
  const s5 = v128.load(at, 160);
  const s6 = v128.load(at, 192);
  const s7 = v128.load(at, 224);

  const z1 = times(i32x4.add(s2, s6), C0_541);
  const e2 = i32x4.sub(z1, times(s6, C1_847));
  const e3 = i32x4.add(z1, times(s2, C0_765));
  const offsets = i32x4.splat(offset);
  const e0 = i32x4.add(i32x4.shl(i32x4.add(s0, s4), 13), offsets);
  const e1 = i32x4.add(i32x4.shl(i32x4.sub(s0, s4), 13), offsets);
  const a0 = i32x4.add(e0, e3);
  const a3 = i32x4.sub(e0, e3);
  const a1 = i32x4.add(e1, e2);
  const a2 = i32x4.sub(e1, e2);

  const s17 = i32x4.add(s1, s7);
  const s35 = i32x4.add(s3, s5);
  const s37 = i32x4.add(s3, s7);
  const s15 = i32x4.add(s1, s5);
  const z5 = times(i32x4.add(s37, s15), C1_175);
  const y1 = times(s17, -C0_899);
  const y2 = times(s35, -C2_562);
  const y3 = i32x4.sub(z5, times(s37, C1_961));
  const y4 = i32x4.sub(z5, times(s15, C0_390));
  const b0 = i32x4.add(i32x4.add(times(s7, C0_298), y1), y3);
  const b1 = i32x4.add(i32x4.add(times(s5, C2_053), y2), y4);
  const b2 = i32x4.add(i32x4.add(times(s3, C3_072), y2), y3);
  const b3 = i32x4.add(i32x4.add(times(s1, C1_501), y1), y4);

  v128.store(at, i32x4.shr_s(i32x4.add(a0, b3), shift));
  v128.store(at, i32x4.shr_s(i32x4.add(a1, b2), shift), 32);
  v128.store(at, i32x4.shr_s(i32x4.add(a2, b1), shift), 64);
  v128.store(at, i32x4.shr_s(i32x4.add(a3, b0), shift), 96);
  v128.store(at, i32x4.shr_s(i32x4.sub(a3, b0), shift), 128);
  v128.store(at, i32x4.shr_s(i32x4.sub(a2, b1), shift), 160);
  v128.store(at, i32x4.shr_s(i32x4.sub(a1, b2), shift), 192);
  v128.store(at, i32x4.shr_s(i32x4.sub(a0, b3), shift), 224);
}

/** Transposes two quarters of the block and exchanges them. */
@inline
function exchange(one: usize, other: usize): void {
  const a0 = v128.load(one);
  const a1 = v128.load(one, 32);
  const a2 = v128.load(one, 64);
  const a3 = v128.load(one, 96);
  const b0 = v128.load(other);
  const b1 = v128.load(other, 32);
  const b2 = v128.load(other, 64);
  const b3 = v128.load(other, 96);
  putTransposed(other, a0, a1, a2, a3);
  putTransposed(one, b0, b1, b2, b3);
}

@inline
function putTransposed(to: usize, r0: v128, r1: v128, r2: v128, r3: v128): void {
  const low01 = i32x4.shuffle(r0, r1, 0, 4, 1, 5);
  const high01 = i32x4.shuffle(r0, r1, 2, 6, 3, 7);
  const low23 = i32x4.shuffle(r2, r3, 0, 4, 1, 5);
  const high23 = i32x4.shuffle(r2, r3, 2, 6, 3, 7);
  v128.store(to, i64x2.shuffle(low01, low23, 0, 2));
  v128.store(to, i64x2.shuffle(low01, low23, 1, 3), 32);
  v128.store(to, i64x2.shuffle(high01, high23, 0, 2), 64);
  v128.store(to, i64x2.shuffle(high01, high23, 1, 3), 96);
}

function transpose(): void {
  putTransposed(BLOCK, v128.load(BLOCK), v128.load(BLOCK, 32), v128.load(BLOCK, 64), v128.load(BLOCK, 96));
  const last = BLOCK + 144;
  putTransposed(last, v128.load(last), v128.load(last, 32), v128.load(last, 64), v128.load(last, 96));
  exchange(BLOCK + 16, BLOCK + 128);
}

/**
 * Writes the samples of the block, level-shifted and clamped, and clears the block.
 * @param to the first sample: a byte for 8 bits, a word for more; rows are `stride` bytes apart
 */
export function inverseDct(to: usize, stride: usize, precision: i32): void {
  const passBits = precision > 8 ? 1 : 2;
  columns(BLOCK, 1 << (12 - passBits), 13 - passBits);
  columns(BLOCK + 16, 1 << (12 - passBits), 13 - passBits);
  transpose();
  const shift = 13 + passBits + 3;
  // Includes both the rounding and the level shift (ITU T.81 A.3.1).
  const level = (1 << (shift - 1)) + (1 << (shift + precision - 1));
  columns(BLOCK, level, shift);
  columns(BLOCK + 16, level, shift);
  transpose();
  const most: i32 = (1 << precision) - 1;
  const top = i16x8.splat(<i16>most);
  let out = to;
  for (let at = BLOCK; at < BLOCK + 256; at += 32) {
    const row = i16x8.min_u(i16x8.narrow_i32x4_u(v128.load(at), v128.load(at, 16)), top);
    if (precision > 8) v128.store(out, row);
    else v128.store64_lane(out, i8x16.narrow_i16x8_u(row, row), 0);
    out += stride;
  }
  memory.fill(BLOCK, 0, 256);
}

/** Writes a block that has only a DC coefficient, so that all its samples are equal. */
export function inverseDctOfDc(dc: i32, to: usize, stride: usize, precision: i32): void {
  const level = min(max(((dc + 4) >> 3) + (1 << (precision - 1)), 0), (1 << precision) - 1);
  const row = i16x8.splat(<i16>level);
  let out = to;
  for (let y = 0; y < 8; y++) {
    if (precision > 8) v128.store(out, row);
    else v128.store64_lane(out, i8x16.narrow_i16x8_u(row, row), 0);
    out += stride;
  }
}
