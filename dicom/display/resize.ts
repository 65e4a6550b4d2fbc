import type { ImageHeader } from '../header/imageHeader.ts';
import type { DisplayFrame } from './displayFrame.ts';

/** Returns a pixel's height divided by its width, from Pixel Spacing, else Pixel Aspect Ratio (0028,0034), else 1. */
export function pixelAspect(
  header: Pick<ImageHeader, 'pixelSpacing' | 'imagerPixelSpacing' | 'pixelAspectRatio'>,
): number {
  const [vertical, horizontal] = header.pixelSpacing ??
    header.imagerPixelSpacing ??
    header.pixelAspectRatio ?? [1, 1];
  const ratio = vertical / horizontal;
  // Spacings are decimal strings: ignore a difference in the last digit.
  return Math.abs(ratio - 1) < 0.001 ? 1 : ratio;
}

/** Returns the size of a frame with square pixels, which keeps the resolution of the finer side. */
export function squareSize(width: number, height: number, aspect: number): { width: number; height: number } {
  return aspect >= 1
    ? { width, height: Math.max(1, Math.round(height * aspect)) }
    : { width: Math.max(1, Math.round(width / aspect)), height };
}

/** Resamples a frame so that its pixels are square. */
export function squarePixels(display: DisplayFrame, header: Parameters<typeof pixelAspect>[0]): DisplayFrame {
  const { width, height } = squareSize(display.width, display.height, pixelAspect(header));
  return resizeDisplay(display, width, height);
}

/**
 * Resamples one axis after the other, by an area average for reduction and bilinear interpolation for enlargement.
 */
export function resizeDisplay(display: DisplayFrame, width: number, height: number): DisplayFrame {
  if (width === display.width && height === display.height) return display;
  const { channels } = display;
  const across = resample(
    display.data,
    display.height,
    display.width,
    width,
    channels,
    display.width * channels,
    channels,
  );
  const data = new Uint8Array(width * height * channels);
  resampleInto(across, data, width * channels, display.height, height, 1, width * channels);
  return { ...display, width, height, data };
}

interface Taps {
  first: Int32Array;
  count: Int32Array;
  weights: Float32Array;
  most: number;
}

/** Returns the inputs and weights of each output sample. */
function taps(from: number, to: number): Taps {
  const scale = from / to;
  const support = Math.max(1, scale);
  const most = Math.ceil(support * 2) + 2;
  const result: Taps = {
    first: new Int32Array(to),
    count: new Int32Array(to),
    weights: new Float32Array(to * most),
    most,
  };
  for (let place = 0; place < to; place++) {
    const centre = (place + 0.5) * scale;
    const low = Math.max(0, Math.floor(scale > 1 ? centre - scale / 2 : centre - 1));
    const high = Math.min(from - 1, Math.ceil(scale > 1 ? centre + scale / 2 : centre + 1) - 1);
    let sum = 0;
    const shares: number[] = [];
    for (let input = low; input <= high; input++) {
      const share =
        scale > 1
          ? Math.min(input + 1, centre + scale / 2) - Math.max(input, centre - scale / 2)
          : Math.max(0, 1 - Math.abs(input + 0.5 - centre));
      shares.push(Math.max(0, share));
      sum += Math.max(0, share);
    }
    result.first[place] = low;
    result.count[place] = shares.length;
    shares.forEach((share, index) => (result.weights[place * most + index] = share / sum));
  }
  return result;
}

function resample(
  data: Uint8Array,
  lines: number,
  from: number,
  to: number,
  channels: number,
  lineStride: number,
  step: number,
): Float32Array {
  const { first, count, weights, most } = taps(from, to);
  const output = new Float32Array(lines * to * channels);
  let at = 0;
  for (let line = 0; line < lines; line++)
    for (let place = 0; place < to; place++)
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        const base = line * lineStride + first[place]! * step + channel;
        for (let tap = 0; tap < count[place]!; tap++)
          sum += data[base + tap * step]! * weights[place * most + tap]!;
        output[at++] = sum;
      }
  return output;
}

function resampleInto(
  data: Float32Array,
  output: Uint8Array,
  rowLength: number,
  from: number,
  to: number,
  columnStep: number,
  rowStride: number,
): void {
  const { first, count, weights, most } = taps(from, to);
  for (let place = 0, at = 0; place < to; place++)
    for (let column = 0; column < rowLength; column++) {
      let sum = 0;
      for (let tap = 0; tap < count[place]!; tap++)
        sum += data[(first[place]! + tap) * rowStride + column * columnStep]! * weights[place * most + tap]!;
      output[at++] = Math.round(sum);
    }
}
