import type { ImageFormat, Warning } from '../../contract/index.ts';
import type { RangeReader } from '../../dicom/index.ts';
import type { ImageLimits } from './imageLimits.ts';
import type { Bitmap } from './ordinary/bitmap.ts';
import { readBmpStructure } from './ordinary/readBmpStructure.ts';
import { decodeJpeg } from './ordinary/decodeJpeg.ts';
import { readGifStructure } from './ordinary/readGifStructure.ts';
import { readJpegStructure } from './ordinary/readJpegStructure.ts';
import { readPngStructure } from './ordinary/readPngStructure.ts';
import { corrupt, type Structure, viewOf } from './ordinary/structure.ts';
import { readTiffStructure } from './ordinary/readTiffStructure.ts';
import { turnUpright } from './ordinary/turnUpright.ts';
import type { OpenedImage, Picture } from './openedImage.ts';
import { RejectedImageError } from './rejectedImageError.ts';

type OrdinaryFormat = Exclude<ImageFormat, 'dicom'>;

/**
 * Opens a JPEG, PNG, GIF, BMP or TIFF: its structure is checked to the end, and its size against the limits, before
 * a pixel is decoded. Throws RejectedImageError.
 */
export async function openOrdinaryImage(
  format: OrdinaryFormat,
  reader: RangeReader,
  limits: ImageLimits,
): Promise<OpenedImage> {
  if (reader.size > limits.fileBytes) {
    throw new RejectedImageError(
      'too-large',
      `The file has ${reader.size} bytes; at most ${limits.fileBytes} are decoded. Save it compressed, or smaller.`,
    );
  }
  const bytes = await reader.read(0, reader.size);
  const structure = structureOf(format, bytes, limits.pixels);
  const { width, height } = structure;
  if (width * height > limits.pixels || width === 0 || height === 0) {
    throw new RejectedImageError(
      'too-large',
      `The image is ${width} by ${height} pixels; from 1 to ${limits.pixels} pixels are decoded. Make it smaller.`,
    );
  }
  const turned = structure.orientation > 4;
  return {
    image: { format, width: turned ? height : width, height: turned ? width : height, frames: 1 },
    warnings: () => warningsOf(structure),
    pictures: pictures(format, bytes, structure),
  };
}

/** All of a file's structure, as cheaply as can be. */
function structureOf(format: OrdinaryFormat, bytes: Uint8Array, maxPixels: number): Structure {
  switch (format) {
    case 'jpeg':
      return readJpegStructure(bytes);
    case 'png':
      return readPngStructure(bytes, maxPixels);
    case 'gif':
      return readGifStructure(bytes);
    case 'bmp':
      return readBmpStructure(bytes);
    case 'tiff': {
      const { next, ...structure } = readTiffStructure(bytes, maxPixels);
      // The decoder would decode every page: the first is made the last.
      viewOf(bytes).setUint32(next, 0);
      return structure;
    }
  }
}

async function* pictures(
  format: OrdinaryFormat,
  bytes: Uint8Array,
  structure: Structure,
): AsyncGenerator<Picture> {
  yield { frame: 0, display: turnUpright(await decode(format, bytes, structure), structure.orientation) };
}

async function decode(format: OrdinaryFormat, bytes: Uint8Array, structure: Structure): Promise<Bitmap> {
  try {
    const bitmap =
      format === 'jpeg'
        ? await decodeJpeg(bytes, structure)
        : await (await import('./ordinary/decodeByJimp.ts')).decodeByJimp(format, bytes);
    if (bitmap.width !== structure.width || bitmap.height !== structure.height) {
      throw corrupt(format.toUpperCase(), 'its decoder finds another size than its header says');
    }
    return bitmap;
  } catch (error) {
    if (error instanceof RejectedImageError) throw error;
    throw corrupt(format.toUpperCase(), 'its pixels cannot be decoded', error);
  }
}

const warningsOf = ({ frames }: Structure): Warning[] =>
  frames === 1
    ? []
    : [
        {
          code: 'first-frame-only',
          message: 'The file has more than one frame or page; the first was analysed.',
        },
      ];
