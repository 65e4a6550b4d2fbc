import { decodeCodestream, DicomError } from '../../../dicom/index.ts';
import { createCodecDeadline } from '../codecDeadline.ts';
import { RejectedImageError } from '../rejectedImageError.ts';
import type { Bitmap } from './bitmap.ts';
import { corrupt, type Structure } from './structure.ts';

/**
 * Decodes a JPEG with 8 bits with the codecs that DICOM images use: libjpeg-turbo, or the project's own decoder where
 * libjpeg-turbo refuses. CMYK and YCCK become RGB.
 *
 * @param structure as `jpegStructure` read it
 * @throws RejectedImageError
 */
export async function decodeJpeg(bytes: Uint8Array, structure: Structure): Promise<Bitmap> {
  const { width, height, adobeTransform } = structure;
  try {
    const decoded = await decodeCodestream(
      bytes,
      { rows: height, columns: width, isRgb: false },
      createCodecDeadline(),
    );
    const bitmap = { width: decoded.width, height: decoded.height };
    if (decoded.components === 4) {
      return { ...bitmap, channels: 3, data: inksToRgb(decoded.bytes, adobeTransform !== 0) };
    }
    return { ...bitmap, channels: decoded.components === 1 ? 1 : 3, data: decoded.bytes };
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    if (error.code === 'corrupt-codestream' || error.code === 'truncated') {
      throw corrupt('JPEG', 'its pixels cannot be decoded', error);
    }
    throw new RejectedImageError(error.code, error.message, { cause: error });
  }
}

/** Converts CMYK or YCCK to RGB; Adobe stores inks inverted (Adobe Technical Note 5116, 18), so that 255 is no ink. */
function inksToRgb(inks: Uint8Array, isYcck: boolean): Uint8Array {
  const rgb = new Uint8Array((inks.length / 4) * 3);
  for (let from = 0, to = 0; from < inks.length; from += 4, to += 3) {
    const black = inks[from + 3]! / 255;
    const [cyan, magenta, yellow] = isYcck
      ? ycckToCmy(inks[from]!, inks[from + 1]! - 128, inks[from + 2]! - 128)
      : [inks[from]!, inks[from + 1]!, inks[from + 2]!];
    rgb[to] = Math.round(cyan * black);
    rgb[to + 1] = Math.round(magenta * black);
    rgb[to + 2] = Math.round(yellow * black);
  }
  return rgb;
}

/** YCbCr of the full range to RGB (ITU T.871 clause 7), of which the inks are the complement. */
const ycckToCmy = (luma: number, blue: number, red: number): [number, number, number] => [
  255 - clamp(luma + 1.402 * red),
  255 - clamp(luma - 0.344136 * blue - 0.714136 * red),
  255 - clamp(luma + 1.772 * blue),
];

const clamp = (level: number): number => Math.min(255, Math.max(0, level));
