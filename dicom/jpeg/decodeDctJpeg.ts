import { unsupported } from '../codestream/segments.ts';
import { dctFrame } from './dctFrame.ts';
import { decodeJpeg, type JpegImage, type JpegOptions } from './decodeJpeg.ts';

/**
 * Decodes baseline, extended sequential and progressive DCT with 8 or 12 bits.
 * @throws DicomError as `decodeJpeg`
 */
export const decodeDctJpeg = (bytes: Uint8Array, options: JpegOptions = {}): JpegImage =>
  decodeJpeg(bytes, options, (frame) => {
    if (frame.mode === 'lossless') throw unsupported('A lossless frame has no DCT.', 0);
    return dctFrame(frame);
  });
