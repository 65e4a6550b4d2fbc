import type { ImageFormat, Warning } from '../../contract/index.ts';
import type { RangeReader } from '../../dicom/index.ts';
import type { ImageLimits } from './imageLimits.ts';
import type { Bitmap } from './ordinary/bitmap.ts';
import { readBmpStructure } from './ordinary/readBmpStructure.ts';
import { decodeIndexedBmp, isIndexedBmp } from './ordinary/decodeIndexedBmp.ts';
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
 * Opens a JPEG, PNG, GIF, BMP or TIFF. Before it decodes a pixel, it checks the structure of the whole file and its
 * size against the limits. Throws RejectedImageError.
 */
export async function openOrdinaryImage(
  format: OrdinaryFormat,
  reader: RangeReader,
  limits: ImageLimits,
): Promise<OpenedImage> {
  if (reader.size > limits.fileBytes) {
    throw new RejectedImageError(
      'too-large',
      `The file has ${reader.size} bytes. The limit is ${limits.fileBytes}. Save it compressed or in a smaller size.`,
    );
  }
  const bytes = await reader.read(0, reader.size);
  const structure = readStructure(format, bytes, limits.pixels);
  const { width, height } = structure;
  if (width * height > limits.pixels || width === 0 || height === 0) {
    throw new RejectedImageError(
      'too-large',
      `The image has ${width} x ${height} pixels. The limits are 1 and ${limits.pixels} pixels. Save it in a smaller size.`,
    );
  }
  const turned = structure.orientation > 4;
  return {
    image: { format, width: turned ? height : width, height: turned ? width : height, frames: 1 },
    warnings: () => frameWarnings(structure),
    pictures: renderOnlyFrame(format, bytes, structure),
  };
}

/** Reads a file's structure without decoding its pixels. */
function readStructure(format: OrdinaryFormat, bytes: Uint8Array, maxPixels: number): Structure {
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
      // The decoder would decode every page, so this ends the list after the first.
      viewOf(bytes).setUint32(next, 0);
      return structure;
    }
  }
}

async function* renderOnlyFrame(
  format: OrdinaryFormat,
  bytes: Uint8Array,
  structure: Structure,
): AsyncGenerator<Picture> {
  yield { frame: 0, display: turnUpright(await decode(format, bytes, structure), structure.orientation) };
}

async function decode(format: OrdinaryFormat, bytes: Uint8Array, structure: Structure): Promise<Bitmap> {
  try {
    const bitmap = await decodePixels(format, bytes, structure);
    if (bitmap.width !== structure.width || bitmap.height !== structure.height) {
      throw corrupt(format.toUpperCase(), 'its decoded size differs from its header');
    }
    return bitmap;
  } catch (error) {
    if (error instanceof RejectedImageError) throw error;
    throw corrupt(format.toUpperCase(), 'its pixels cannot be decoded', error);
  }
}

async function decodePixels(
  format: OrdinaryFormat,
  bytes: Uint8Array,
  structure: Structure,
): Promise<Bitmap> {
  if (format === 'jpeg') return decodeJpeg(bytes, structure);
  if (format === 'bmp' && isIndexedBmp(bytes)) return decodeIndexedBmp(bytes);
  const { decodeByJimp } = await import('./ordinary/decodeByJimp.ts');
  return decodeByJimp(format, bytes);
}

const frameWarnings = ({ frames }: Structure): Warning[] =>
  frames === 1
    ? []
    : [
        {
          code: 'first-frame-only',
          message: 'The file has more than one frame or page. Only the first was analyzed.',
        },
      ];
