import type { CodecBounds } from '../codecBounds.ts';
import { WebAssemblyRefused } from '../kernels/webAssemblyRefused.ts';
import { unsupported } from '../codestream/segments.ts';
import { dctFrame } from './dctFrame.ts';
import { decodeJpeg, type JpegImage, type JpegOptions } from './decodeJpeg.ts';
import { decodeSequentialInJs, type SequentialScanDecoder } from './decodeSequential.ts';
import { sequentialKernel } from './sequentialKernel.ts';

/**
 * Starts the kernel that decodes sequential scans, or its JavaScript equivalent if the page's policy forbids WebAssembly.
 * Call it early to have the kernel ready before the first frame.
 */
export async function startDctDecoder(): Promise<{ decode: SequentialScanDecoder; end: () => void }> {
  try {
    return await sequentialKernel();
  } catch (cause) {
    if (!(cause instanceof WebAssemblyRefused)) throw cause;
    return { decode: decodeSequentialInJs, end: () => undefined };
  }
}

/**
 * Decodes DCT-based JPEG (ITU T.81): baseline, extended sequential and progressive, of 8 or 12 bits.
 * @throws DicomError as `decodeJpeg`; `too-slow`
 */
export async function decodeDctJpeg(
  bytes: Uint8Array,
  options: JpegOptions,
  { samples, deadline }: CodecBounds,
): Promise<JpegImage> {
  const scans = await startDctDecoder();
  try {
    return deadline(() => decodeDctJpegSync(bytes, options, scans.decode), samples);
  } finally {
    scans.end();
  }
}

/**
 * Decodes as `decodeDctJpeg` does, with the given decoder of sequential scans.
 * @throws DicomError as `decodeJpeg`
 */
export const decodeDctJpegSync = (
  bytes: Uint8Array,
  options: JpegOptions,
  decode: SequentialScanDecoder,
): JpegImage =>
  decodeJpeg(bytes, options, (frame) => {
    if (frame.mode === 'lossless') throw unsupported('A lossless frame has no DCT.', 0);
    return dctFrame(frame, decode);
  });
