import { unsupported } from '../codestream/segments.ts';
import { decodeJpeg, type JpegImage, type JpegOptions } from './decodeJpeg.ts';
import type { LosslessScanDecoder } from './decodeLossless.ts';
import { losslessFrame } from './losslessFrame.ts';

/**
 * Decodes lossless JPEG (process 14) with 2 to 16 bits.
 * @param decode a scan: `decodePlainly`, or the kernel
 * @throws DicomError as `decodeJpeg`
 */
export const decodeLosslessJpeg = (
  bytes: Uint8Array,
  options: JpegOptions,
  decode: LosslessScanDecoder,
): JpegImage =>
  decodeJpeg(bytes, options, (frame) => {
    if (frame.mode !== 'lossless') throw unsupported('A frame of blocks is not lossless.', 0);
    return losslessFrame(frame, decode);
  });
