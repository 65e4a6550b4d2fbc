import type { CodecBounds } from '../codecBounds.ts';
import { WebAssemblyRefused } from '../kernels/webAssemblyRefused.ts';
import { unsupported } from '../codestream/segments.ts';
import { decodeJpeg, type JpegImage, type JpegOptions } from './decodeJpeg.ts';
import type { LosslessScanDecoder } from './decodeLossless.ts';
import { losslessFrame } from './losslessFrame.ts';
import { losslessKernel } from './losslessKernel.ts';

/**
 * Starts the kernel that decodes lossless scans, or its JavaScript equivalent if the policy forbids WebAssembly. Call it
 * early to have the kernel ready before the first frame.
 */
export async function startLosslessDecoder(): Promise<{ decode: LosslessScanDecoder; end: () => void }> {
  try {
    return await losslessKernel();
  } catch (cause) {
    if (!(cause instanceof WebAssemblyRefused)) throw cause;
    const { decodeLosslessInJs } = await import('./decodeLosslessInJs.ts');
    return { decode: decodeLosslessInJs, end: () => undefined };
  }
}

/**
 * Decodes lossless JPEG (ITU T.81 process 14) of 2 to 16 bits.
 * @throws DicomError as `decodeJpeg`; `too-slow`
 */
export async function decodeLosslessJpeg(
  bytes: Uint8Array,
  options: JpegOptions,
  { samples, deadline }: CodecBounds,
): Promise<JpegImage> {
  const scans = await startLosslessDecoder();
  try {
    return deadline(() => decodeLosslessJpegSync(bytes, options, scans.decode), samples);
  } finally {
    scans.end();
  }
}

/**
 * Decodes as `decodeLosslessJpeg` does, with the given scan decoder.
 * @throws DicomError as `decodeJpeg`
 */
export const decodeLosslessJpegSync = (
  bytes: Uint8Array,
  options: JpegOptions,
  decode: LosslessScanDecoder,
): JpegImage =>
  decodeJpeg(bytes, options, (frame) => {
    if (frame.mode !== 'lossless') throw unsupported('A frame of blocks is not lossless.', 0);
    return losslessFrame(frame, decode);
  });
