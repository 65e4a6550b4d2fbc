import { decodeDctJpeg } from '../jpeg/decodeDctJpeg.ts';
import type { JpegImage, JpegOptions } from '../jpeg/decodeJpeg.ts';
import type { CodecBounds } from './wasmDecoder.ts';

/**
 * Decodes JPEG of blocks (ITU T.81): baseline, extended and progressive, of 8 or 12 bits.
 * @throws DicomError as `decodeDctJpeg`; `too-slow`
 */
export const decode = (
  bytes: Uint8Array,
  options: JpegOptions,
  { samples, deadline }: CodecBounds,
): Promise<JpegImage> => Promise.resolve(deadline(() => decodeDctJpeg(bytes, options), samples));
