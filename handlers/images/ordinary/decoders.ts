import bmp from '@jimp/js-bmp';
import gif from '@jimp/js-gif';
import jpeg from '@jimp/js-jpeg';
import png from '@jimp/js-png';
import tiff from '@jimp/js-tiff';
import { decodeIndexedBmp, isIndexedBmp } from './decodeIndexedBmp.ts';

export interface Bitmap {
  width: number;
  height: number;
  data: Buffer;
}

/** A decoder of jimp's, called by itself: jimp would detect the type again, and turn the pixels by an EXIF parser. */
type Decode = (file: Buffer, options: Record<string, unknown>) => Bitmap | Promise<Bitmap>;

const ofColours = bmp().decode as Decode;

const decodeBmp: Decode = (file, options) =>
  isIndexedBmp(file) ? decodeIndexedBmp(file) : ofColours(file, options);

/** To be imported on first need: most sources are DICOM, and these are a fifth of what the handler loads. */
export const decoders = {
  bmp: decodeBmp,
  gif: gif().decode as Decode,
  jpeg: jpeg().decode as Decode,
  png: png().decode as Decode,
  tiff: tiff().decode as Decode,
};
