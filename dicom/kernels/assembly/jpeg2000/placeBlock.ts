import { VALUES } from './places';

/**
 * Writes a decoded code-block to its subband: integers if the transform is reversible, otherwise floats (ITU T.800 E.1).
 * @param to the address of its first sample
 * @param pitch bytes from a row to the next
 * @param shift of a region of interest, which is undone (H.1)
 * @param step the quantisation step, or 0 if the transform is reversible
 */
export function placeBlock(width: u32, height: u32, to: usize, pitch: usize, shift: u32, step: f32): void {
  let value = VALUES;
  for (let row: u32 = 0; row < height; row += 4, to += pitch << 2) {
    const rows = min<u32>(4, height - row);
    let at = to;
    let column: u32 = 0;
    for (; column + 4 <= width; column += 4, at += 16, value += 64) {
      const first = meant(v128.load(value), shift, step);
      const second = meant(v128.load(value, 16), shift, step);
      const third = meant(v128.load(value, 32), shift, step);
      const fourth = meant(v128.load(value, 48), shift, step);
      const a = i32x4.shuffle(first, second, 0, 4, 1, 5);
      const b = i32x4.shuffle(third, fourth, 0, 4, 1, 5);
      const c = i32x4.shuffle(first, second, 2, 6, 3, 7);
      const d = i32x4.shuffle(third, fourth, 2, 6, 3, 7);
      v128.store(at, i64x2.shuffle(a, b, 0, 2));
      if (rows > 1) v128.store(at + pitch, i64x2.shuffle(a, b, 1, 3));
      if (rows > 2) v128.store(at + (pitch << 1), i64x2.shuffle(c, d, 0, 2));
      if (rows > 3) v128.store(at + 3 * pitch, i64x2.shuffle(c, d, 1, 3));
    }
    for (; column < width; column++, at += 4, value += 16) {
      const four = meant(v128.load(value), shift, step);
      store<i32>(at, i32x4.extract_lane(four, 0));
      if (rows > 1) store<i32>(at + pitch, i32x4.extract_lane(four, 1));
      if (rows > 2) store<i32>(at + (pitch << 1), i32x4.extract_lane(four, 2));
      if (rows > 3) store<i32>(at + 3 * pitch, i32x4.extract_lane(four, 3));
    }
  }
}

/** Converts four signs and doubled magnitudes to coefficients. */
@inline
function meant(values: v128, shift: u32, step: f32): v128 {
  const signs = i32x4.shr_s(values, 31);
  let magnitudes = v128.and(values, i32x4.splat(0x7fffffff));
  if (shift > 0) {
    const isShifted = i32x4.ge_u(magnitudes, i32x4.splat(2 << shift));
    magnitudes = v128.bitselect(i32x4.shr_u(magnitudes, shift), magnitudes, isShifted);
  }
  if (step == 0) {
    const whole = i32x4.shr_u(magnitudes, 1);
    return i32x4.sub(v128.xor(whole, signs), signs);
  }
  // A float has its sign in the highest bit too.
  const floats = f32x4.mul(f32x4.convert_i32x4_s(magnitudes), f32x4.splat(step * 0.5));
  return v128.or(floats, v128.and(values, i32x4.splat(0x80000000)));
}
