import { unsupported } from '../codestream/segments.ts';
import { dctFrame } from './dctFrame.ts';
import { decodeJpeg, type JpegImage, type JpegOptions } from './decodeJpeg.ts';
import type { SequentialScanDecoder } from './decodeSequential.ts';

/**
 * Decodes baseline, extended sequential and progressive DCT with 8 or 12 bits.
 * @param decode a sequential scan: `decodeSequentialPlainly`, or the kernel
 * @throws DicomError as `decodeJpeg`
 */
export const decodeDctJpeg = (
  bytes: Uint8Array,
  options: JpegOptions,
  decode: SequentialScanDecoder,
): JpegImage =>
  decodeJpeg(bytes, options, (frame) => {
    if (frame.mode === 'lossless') throw unsupported('A lossless frame has no DCT.', 0);
    return dctFrame(frame, decode);
  });
