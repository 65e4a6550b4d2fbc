import { decodeDctJpeg } from '../jpeg/decodeDctJpeg.ts';
import type { JpegImage, JpegOptions } from '../jpeg/decodeJpeg.ts';
import { decodeSequentialPlainly } from '../jpeg/decodeSequential.ts';
import { sequentialKernel } from '../jpeg/sequentialKernel.ts';
import type { CodecBounds } from './wasmDecoder.ts';
import { WebAssemblyRefused } from './webAssemblyRefused.ts';

/** The kernel, or what does without one where the page refuses WebAssembly. */
const scanDecoder = async () => {
  try {
    return await sequentialKernel();
  } catch (cause) {
    if (!(cause instanceof WebAssemblyRefused)) throw cause;
    return { decode: decodeSequentialPlainly, end: () => undefined };
  }
};

/** Starts the decoder before a frame needs it. */
export const preload = scanDecoder;

/**
 * Decodes JPEG of blocks (ITU T.81): baseline, extended and progressive, of 8 or 12 bits.
 * @throws DicomError as `decodeDctJpeg`; `too-slow`
 */
export async function decode(
  bytes: Uint8Array,
  options: JpegOptions,
  { samples, deadline }: CodecBounds,
): Promise<JpegImage> {
  const scans = await scanDecoder();
  try {
    return deadline(() => decodeDctJpeg(bytes, options, scans.decode), samples);
  } finally {
    scans.end();
  }
}
