import type { DisplayFrame } from '../../../dicom/index.ts';
import type { Bitmap } from './bitmap.ts';

/**
 * Converts a bitmap to RGB as a web page shows it: turned upright by the EXIF orientation, with transparent pixels over
 * white.
 */
export function turnUpright({ width, height, channels, data }: Bitmap, orientation: number): DisplayFrame {
  const turned = orientation > 4;
  const outWidth = turned ? height : width;
  const outHeight = turned ? width : height;
  const { start, right, down } = steps(width, height, orientation);
  const out = new Uint8Array(outWidth * outHeight * 3);
  const [green, blue] = channels === 1 ? [0, 0] : [1, 2];
  let to = 0;
  for (let y = 0; y < outHeight; y++) {
    let from = (start + y * down) * channels;
    for (let x = 0; x < outWidth; x++) {
      const alpha = channels === 4 ? data[from + 3]! : 255;
      out[to++] = blendOverWhite(data[from]!, alpha);
      out[to++] = blendOverWhite(data[from + green]!, alpha);
      out[to++] = blendOverWhite(data[from + blue]!, alpha);
      from += right * channels;
    }
  }
  return { width: outWidth, height: outHeight, channels: 3, data: out };
}

const blendOverWhite = (level: number, alpha: number): number =>
  alpha === 255 ? level : Math.round((level * alpha + 255 * (255 - alpha)) / 255);

/** Returns the index of the upright image's first pixel, and the steps to the pixels right of it and below, in pixels. */
function steps(width: number, height: number, orientation: number) {
  const last = width * height - 1;
  switch (orientation) {
    case 2:
      return { start: width - 1, right: -1, down: width };
    case 3:
      return { start: last, right: -1, down: -width };
    case 4:
      return { start: last - width + 1, right: 1, down: -width };
    case 5:
      return { start: 0, right: width, down: 1 };
    case 6:
      return { start: last - width + 1, right: -width, down: 1 };
    case 7:
      return { start: last, right: -width, down: -1 };
    case 8:
      return { start: width - 1, right: width, down: -1 };
    default:
      return { start: 0, right: 1, down: width };
  }
}
