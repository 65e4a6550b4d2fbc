import type { DisplayFrame } from '../../../dicom/index.ts';

type Bitmap = Pick<DisplayFrame, 'width' | 'height'> & { data: Uint8Array };

/**
 * RGB as a reader sees it: the pixels of an RGBA bitmap turned upright by the EXIF orientation, over white where
 * they are transparent, as a page would show them.
 */
export function upright({ width, height, data }: Bitmap, orientation: number): DisplayFrame {
  const turned = orientation > 4;
  const outWidth = turned ? height : width;
  const outHeight = turned ? width : height;
  const { start, right, down } = steps(width, height, orientation);
  const out = new Uint8Array(outWidth * outHeight * 3);
  let to = 0;
  for (let y = 0; y < outHeight; y++) {
    let from = (start + y * down) * 4;
    for (let x = 0; x < outWidth; x++) {
      const alpha = data[from + 3]!;
      for (let channel = 0; channel < 3; channel++) {
        const level = data[from + channel]!;
        out[to++] = alpha === 255 ? level : Math.round((level * alpha + 255 * (255 - alpha)) / 255);
      }
      from += right * 4;
    }
  }
  return { width: outWidth, height: outHeight, channels: 3, data: out };
}

/** Where the upright picture begins in the stored one, and how far a step to the right and down goes, in pixels. */
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
