import type { JpegImage, JpegOptions } from '../jpeg/decodeJpeg.ts';
import { decodeLosslessJpeg } from '../jpeg/decodeLosslessJpeg.ts';
import { losslessKernel } from '../jpeg/losslessKernel.ts';
import type { CodecBounds } from './wasmDecoder.ts';
import { WebAssemblyRefused } from './webAssemblyRefused.ts';

/** The kernel, or what does without one where the page refuses WebAssembly. */
const scanDecoder = async () => {
  try {
    return await losslessKernel();
  } catch (cause) {
    if (!(cause instanceof WebAssemblyRefused)) throw cause;
    const { decodePlainly } = await import('../jpeg/plainLosslessScan.ts');
    return { decode: decodePlainly, end: () => undefined };
  }
};

/** Starts the decoder before a frame needs it. */
export const preload = scanDecoder;

/**
 * Decodes lossless JPEG (ITU T.81 process 14) of 2 to 16 bits.
 * @throws DicomError as `decodeLosslessJpeg`; `too-slow`
 */
export async function decode(
  bytes: Uint8Array,
  options: JpegOptions,
  { samples, deadline }: CodecBounds,
): Promise<JpegImage> {
  const scans = await scanDecoder();
  try {
    return deadline(() => decodeLosslessJpeg(bytes, options, scans.decode), samples);
  } finally {
    scans.end();
  }
}
