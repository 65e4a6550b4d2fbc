/** Packs two 16-bit integers as the factors of a dot product. */
@inline
function factors(first: i32, second: i32): v128 {
  return i32x4.splat((second << 16) | (first & 0xffff));
}

/**
 * Converts a row of RGB to three rows of level-shifted integers. Pixels beyond the right edge repeat the last pixel.
 * Reads up to 47 bytes past the row.
 * @param to the luminance; the chrominances follow at distances of `plane` and twice `plane`
 */
export function putLuminanceAndChrominance(from: usize, width: usize, to: usize, plane: usize): void {
  for (let x: usize = 0; x < width; x += 16) {
    const at = from + x * 3;
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const red = i8x16.shuffle(
      i8x16.shuffle(a, b, 0, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30, 0, 0, 0, 0, 0),
      c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 17, 20, 23, 26, 29,
    );
    const green = i8x16.shuffle(
      i8x16.shuffle(a, b, 1, 4, 7, 10, 13, 16, 19, 22, 25, 28, 31, 0, 0, 0, 0, 0),
      c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 18, 21, 24, 27, 30,
    );
    const blue = i8x16.shuffle(
      i8x16.shuffle(a, b, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 0, 0, 0, 0, 0, 0),
      c, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 19, 22, 25, 28, 31,
    );
    putEight(
      i16x8.extend_low_i8x16_u(red),
      i16x8.extend_low_i8x16_u(green),
      i16x8.extend_low_i8x16_u(blue),
      to + x * 2,
      plane,
    );
    putEight(
      i16x8.extend_high_i8x16_u(red),
      i16x8.extend_high_i8x16_u(green),
      i16x8.extend_high_i8x16_u(blue),
      to + x * 2 + 16,
      plane,
    );
  }
  for (let part = to; part <= to + plane * 2; part += plane)
    for (let x = width; (x & 7) != 0; x++) store<i16>(part + x * 2, load<i16>(part + width * 2 - 2));
}

/** Converts eight pixels (ITU T.871 clause 7) with 15 fractional bits. The ones beside blue add the rounding term. */
@inline
function putEight(red: v128, green: v128, blue: v128, to: usize, plane: usize): void {
  const one = i16x8.splat(1);
  const rgLow = i16x8.shuffle(red, green, 0, 8, 1, 9, 2, 10, 3, 11);
  const rgHigh = i16x8.shuffle(red, green, 4, 12, 5, 13, 6, 14, 7, 15);
  const bLow = i16x8.shuffle(blue, one, 0, 8, 1, 9, 2, 10, 3, 11);
  const bHigh = i16x8.shuffle(blue, one, 4, 12, 5, 13, 6, 14, 7, 15);
  const luminance = weighed(rgLow, rgHigh, bLow, bHigh, factors(9798, 19235), factors(3735, 16384));
  v128.store(to, i16x8.sub(luminance, i16x8.splat(128)));
  // Rounds with one less than half, as libjpeg does: pure blue gives 127 and not 128.
  v128.store(to + plane, weighed(rgLow, rgHigh, bLow, bHigh, factors(-5529, -10855), factors(16384, 16383)));
  v128.store(
    to + plane * 2,
    weighed(rgLow, rgHigh, bLow, bHigh, factors(16384, -13720), factors(-2664, 16383)),
  );
}

@inline
function weighed(rgLow: v128, rgHigh: v128, bLow: v128, bHigh: v128, rg: v128, b: v128): v128 {
  const low = i32x4.add(i32x4.dot_i16x8_s(rgLow, rg), i32x4.dot_i16x8_s(bLow, b));
  const high = i32x4.add(i32x4.dot_i16x8_s(rgHigh, rg), i32x4.dot_i16x8_s(bHigh, b));
  return i16x8.narrow_i32x4_s(i32x4.shr_s(low, 15), i32x4.shr_s(high, 15));
}
