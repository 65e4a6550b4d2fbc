import bmp from '@jimp/js-bmp';
import gif from '@jimp/js-gif';
import png from '@jimp/js-png';
import tiff from '@jimp/js-tiff';
import type { ImageFormat } from '../../../contract/index.ts';
import type { Bitmap } from './bitmap.ts';

type JimpFormat = Exclude<ImageFormat, 'dicom' | 'jpeg'>;
type RgbaPixels = Omit<Bitmap, 'channels'>;

/** A decoder of jimp's, called directly: `Jimp.read` would detect the type again and apply the EXIF orientation. */
type Decode = (file: Buffer, options: object) => RgbaPixels | Promise<RgbaPixels>;

const decoders: Record<JimpFormat, Decode> = {
  bmp: bmp().decode,
  gif: gif().decode,
  png: png().decode,
  tiff: tiff().decode,
};

/**
 * Decodes the first frame of a file to RGBA. Import this module on first need: most sources are DICOM, and jimp's
 * decoders are a fifth of what the handler loads.
 */
export async function decodeByJimp(format: JimpFormat, bytes: Uint8Array): Promise<Bitmap> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { ...(await decoders[format](file, {})), channels: 4 };
}
