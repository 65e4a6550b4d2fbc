import type { DisplayFrame } from '../../dicom/index.ts';

/** Enlarges a frame by a whole factor. Any method of scaling back restores the original pixels. */
export function repeatPixels({ width, height, channels, data }: DisplayFrame, factor: number): DisplayFrame {
  const outWidth = width * factor;
  const out = new Uint8Array(outWidth * height * factor * channels);
  for (let y = 0; y < height; y++) {
    const row = y * factor * outWidth * channels;
    for (let x = 0; x < outWidth; x++) {
      const from = (y * width + Math.floor(x / factor)) * channels;
      for (let channel = 0; channel < channels; channel++) {
        out[row + x * channels + channel] = data[from + channel]!;
      }
    }
    for (let copy = 1; copy < factor; copy++) {
      out.copyWithin(row + copy * outWidth * channels, row, row + outWidth * channels);
    }
  }
  return { width: outWidth, height: height * factor, channels, data: out };
}
