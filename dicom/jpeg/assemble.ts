import type { FrameHeader } from './frameHeader.ts';
import { makeSamples } from './makeSamples.ts';
import type { Plane } from './planes.ts';
import { rowReader } from './upsample.ts';

type Samples = Uint8Array | Uint16Array;

/** Interleaves the upsampled planes of a DCT frame by pixel, and converts YCbCr to RGB on request. */
export function assemble(frame: FrameHeader, planes: Plane[], toRgb: boolean): Samples {
  const { width, height, precision } = frame;
  const count = planes.length;
  const pixels = makeSamples(width * height * count, precision);
  if (count === 1) {
    const { samples, stride } = planes[0]!;
    for (let y = 0; y < height; y++) pixels.set(samples.subarray(y * stride, y * stride + width), y * width);
    return pixels;
  }
  const readers = planes.map((plane, index) => {
    const { h, v } = frame.components[index]!;
    return rowReader(plane, frame.hMax / h, frame.vMax / v);
  });
  const rows = planes.map(() => new Int32Array(width));
  for (let y = 0; y < height; y++) {
    readers.forEach((read, index) => {
      read(y, rows[index]!);
    });
    if (toRgb) convertRow(rows, precision);
    rows.forEach((row, index) => {
      for (let x = 0, to = y * width * count + index; x < width; x++, to += count) pixels[to] = row[x]!;
    });
  }
  return pixels;
}

/** Converts full-range YCbCr to RGB (ITU T.871 clause 7), in fixed-point arithmetic with 16 fractional bits. */
function convertRow([first, second, third]: Int32Array[], precision: number): void {
  if (first === undefined || second === undefined || third === undefined) return;
  const middle = 1 << (precision - 1);
  const top = (1 << precision) - 1;
  const clamp = (value: number): number => (value < 0 ? 0 : value > top ? top : value);
  for (let x = 0; x < first.length; x++) {
    const luma = first[x]!;
    const blue = second[x]! - middle;
    const red = third[x]! - middle;
    first[x] = clamp(luma + ((91881 * red + 32768) >> 16));
    second[x] = clamp(luma + ((-22554 * blue - 46802 * red + 32768) >> 16));
    third[x] = clamp(luma + ((116130 * blue + 32768) >> 16));
  }
}
