/** R R R … G G G … B B B … to R G B R G B … (Planar Configuration 1, PS3.3 C.7.6.3.1.3). */
export function interleave<T extends Uint8Array | Uint16Array>(planes: T): T {
  const pixels = planes.length / 3;
  const output = planes.slice() as T;
  for (let pixel = 0, at = 0; pixel < pixels; pixel++) {
    output[at++] = planes[pixel]!;
    output[at++] = planes[pixels + pixel]!;
    output[at++] = planes[2 * pixels + pixel]!;
  }
  return output;
}

/** Native YBR_FULL_422: Y1 Y2 Cb Cr for two pixels (C.7.6.3.1.2), to one triple for each pixel. */
export function expand422(bytes: Uint8Array, pixels: number): Uint8Array {
  const output = new Uint8Array(pixels * 3);
  for (let pixel = 0, at = 0, from = 0; pixel < pixels; pixel += 2, from += 4) {
    for (let half = 0; half < 2 && pixel + half < pixels; half++) {
      output[at++] = bytes[from + half]!;
      output[at++] = bytes[from + 2]!;
      output[at++] = bytes[from + 3]!;
    }
  }
  return output;
}

/** YBR_FULL to RGB, 8 bits (the inverse of C.7.6.3.1.2, in 16-bit fixed point as libjpeg has it). */
export function ybrFullToRgb(ybr: Uint8Array): Uint8Array {
  const rgb = new Uint8ClampedArray(ybr.length);
  for (let at = 0; at < ybr.length; at += 3) {
    const y = ybr[at]!;
    const cb = ybr[at + 1]! - 128;
    const cr = ybr[at + 2]! - 128;
    rgb[at] = y + ((91_881 * cr + 32_768) >> 16);
    rgb[at + 1] = y + ((-22_554 * cb - 46_802 * cr + 32_768) >> 16);
    rgb[at + 2] = y + ((116_130 * cb + 32_768) >> 16);
  }
  return new Uint8Array(rgb.buffer);
}

/** YBR_PARTIAL to RGB, 8 bits: luminance from 16 to 235, chrominance from 16 to 240 (C.7.6.3.1.2). */
export function ybrPartialToRgb(ybr: Uint8Array): Uint8Array {
  const rgb = new Uint8ClampedArray(ybr.length);
  for (let at = 0; at < ybr.length; at += 3) {
    const y = 1.164_383 * (ybr[at]! - 16);
    const cb = ybr[at + 1]! - 128;
    const cr = ybr[at + 2]! - 128;
    rgb[at] = y + 1.596_027 * cr;
    rgb[at + 1] = y - 0.391_762 * cb - 0.812_968 * cr;
    rgb[at + 2] = y + 2.017_232 * cb;
  }
  return new Uint8Array(rgb.buffer);
}
