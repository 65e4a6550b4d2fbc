import { fastPixels } from './fastPixels.ts';

export type Unsigned = Uint8Array | Uint16Array | Uint32Array;

/** Creates samples of the same type. */
function like(samples: Unsigned, length: number): Unsigned {
  if (samples instanceof Uint8Array) return new Uint8Array(length);
  return samples instanceof Uint16Array ? new Uint16Array(length) : new Uint32Array(length);
}

/** Interleaves R R R … G G G … B B B … to R G B R G B … (Planar Configuration 1, PS3.3 C.7.6.3.1.3). */
export function interleave<T extends Unsigned>(planes: T): T {
  const pixels = planes.length / 3;
  const output = planes.slice() as T;
  for (let pixel = 0, at = 0; pixel < pixels; pixel++) {
    output[at++] = planes[pixel]!;
    output[at++] = planes[pixels + pixel]!;
    output[at++] = planes[2 * pixels + pixel]!;
  }
  return output;
}

/** Expands YBR_FULL_422 and YBR_PARTIAL_422 from Y1 Y2 Cb Cr for two pixels (C.7.6.3.1.2) to a triple for each pixel. */
export function expand422(samples: Unsigned, pixels: number): Unsigned {
  const output = like(samples, pixels * 3);
  for (let pixel = 0, at = 0, from = 0; pixel < pixels; pixel += 2, from += 4) {
    for (let half = 0; half < 2 && pixel + half < pixels; half++) {
      output[at++] = samples[from + half]!;
      output[at++] = samples[from + 2]!;
      output[at++] = samples[from + 3]!;
    }
  }
  return output;
}

/** Converts YBR_FULL to RGB (the inverse of C.7.6.3.1.2); 8 bits in libjpeg's fixed-point arithmetic. */
export function ybrFullToRgb(ybr: Unsigned, bits: number): Unsigned {
  if (!(ybr instanceof Uint8Array)) return convert(ybr, bits, FULL);
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

/** Combines `expand422` and `ybrFullToRgb` for 8 bits: chrominance is computed once for two pixels. */
export function ybrFull422ToRgb(samples: Uint8Array, pixels: number): Uint8Array {
  const fast = fastPixels(samples);
  if (fast !== undefined) return fast.pairsToRgb(samples, pixels);
  const rgb = new Uint8ClampedArray(pixels * 3 + 3);
  for (let from = 0, at = 0; at < pixels * 3; from += 4, at += 6) {
    const cb = samples[from + 2]! - 128;
    const cr = samples[from + 3]! - 128;
    const red = (91_881 * cr + 32_768) >> 16;
    const green = (-22_554 * cb - 46_802 * cr + 32_768) >> 16;
    const blue = (116_130 * cb + 32_768) >> 16;
    const first = samples[from]!;
    const second = samples[from + 1]!;
    rgb[at] = first + red;
    rgb[at + 1] = first + green;
    rgb[at + 2] = first + blue;
    rgb[at + 3] = second + red;
    rgb[at + 4] = second + green;
    rgb[at + 5] = second + blue;
  }
  return new Uint8Array(rgb.buffer, 0, pixels * 3);
}

/** Converts YBR_PARTIAL to RGB: luminance from 16 to 235, chrominance from 16 to 240 in 8 bits (C.7.6.3.1.2). */
export const ybrPartialToRgb = (ybr: Unsigned, bits: number): Unsigned => convert(ybr, bits, PARTIAL);

/** The offset and gain of luminance, and the weights of Cr, Cb and Cr, and Cb in red, green and blue. */
const FULL = { black: 0, gain: 1, red: 1.402, greenBlue: -0.344_136, greenRed: -0.714_136, blue: 1.772 };
const PARTIAL = {
  black: 16,
  gain: 1.164_383,
  red: 1.596_027,
  greenBlue: -0.391_762,
  greenRed: -0.812_968,
  blue: 2.017_232,
};

function convert(
  ybr: Unsigned,
  bits: number,
  { black, gain, red, greenBlue, greenRed, blue }: typeof FULL,
): Unsigned {
  const rgb = like(ybr, ybr.length);
  const top = 2 ** bits - 1;
  const middle = 2 ** (bits - 1);
  const floor = black * 2 ** (bits - 8);
  const clamp = (value: number) => Math.max(0, Math.min(top, Math.round(value)));
  for (let at = 0; at < ybr.length; at += 3) {
    const y = gain * (ybr[at]! - floor);
    const cb = ybr[at + 1]! - middle;
    const cr = ybr[at + 2]! - middle;
    rgb[at] = clamp(y + red * cr);
    rgb[at + 1] = clamp(y + greenBlue * cb + greenRed * cr);
    rgb[at + 2] = clamp(y + blue * cb);
  }
  return rgb;
}
