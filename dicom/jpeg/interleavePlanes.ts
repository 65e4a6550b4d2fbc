import type { FrameHeader } from './frameHeader.ts';
import type { Plane } from './planes.ts';

/** Cuts the planes to the frame's size and interleaves them by pixel; a subsampled component repeats its samples. */
export function interleavePlanes(frame: FrameHeader, planes: Plane[]): Uint8Array | Uint16Array {
  const { width, height, hMax, vMax, components } = frame;
  const count = planes.length;
  const size = width * height * count;
  const pixels = frame.precision > 8 ? new Uint16Array(size) : new Uint8Array(size);
  planes.forEach(({ samples, stride }, lane) => {
    const { h, v } = components[lane]!;
    for (let y = 0, to = lane; y < height; y++) {
      const row = Math.floor((y * v) / vMax) * stride;
      if (h === hMax && count === 1) {
        pixels.set(samples.subarray(row, row + width), y * width);
        continue;
      }
      for (let x = 0; x < width; x++, to += count) pixels[to] = samples[row + Math.floor((x * h) / hMax)]!;
    }
  });
  return pixels;
}
