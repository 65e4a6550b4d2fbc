import { corrupt, shortSegment, type RleSegment, type RleUnpacker } from './rleSegment.ts';
import { WebAssemblyRefused } from '../kernels/webAssemblyRefused.ts';

/**
 * Decodes an RLE frame (PS3.5 G): one segment for each byte of each sample, most significant first, PackBits in each.
 * @returns native little-endian bytes, interleaved by pixel
 * @throws DicomError `corrupt-codestream` if segments are missing, out of bounds or short
 */
export async function decodeRle(
  bytes: Uint8Array,
  pixels: number,
  samples: number,
  bytesPerSample: number,
): Promise<Uint8Array> {
  const segments = readSegments(bytes, pixels, samples, bytesPerSample);
  return (await unpacker())(bytes, segments, pixels);
}

/** Starts the kernel, or its JavaScript equivalent if the page's policy forbids WebAssembly. */
async function unpacker(): Promise<RleUnpacker> {
  try {
    const { rleKernel } = await import('./rleKernel.ts');
    return await rleKernel();
  } catch (cause) {
    if (cause instanceof WebAssemblyRefused) return unpackInJs;
    throw cause;
  }
}

function readSegments(
  bytes: Uint8Array,
  pixels: number,
  samples: number,
  bytesPerSample: number,
): RleSegment[] {
  if (bytes.length < 64) throw corrupt('The RLE header is truncated.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true);
  const wanted = samples * bytesPerSample;
  if (count !== wanted) throw corrupt(`The RLE header has ${count} segments. The pixels need ${wanted}.`);
  // Two bytes make at most 128, so a stream too short for its pixels is rejected before memory is allocated.
  if ((bytes.length - 64) * 64 < pixels * wanted) throw corrupt('The RLE frame is too short for its pixels.');
  return Array.from({ length: count }, (_, segment) => {
    const start = view.getUint32(4 + 4 * segment, true);
    const end = segment + 1 < count ? view.getUint32(8 + 4 * segment, true) : bytes.length;
    if (start < 64 || end < start || end > bytes.length)
      throw corrupt(`RLE segment ${segment} lies outside the frame.`);
    const sample = Math.floor(segment / bytesPerSample);
    return { start, end, place: (sample + 1) * bytesPerSample - 1 - (segment % bytesPerSample) };
  });
}

/** Does the same as the kernel, for pages that forbid WebAssembly. */
export const unpackInJs: RleUnpacker = (bytes, segments, pixels) => {
  const output = new Uint8Array(pixels * segments.length);
  segments.forEach(({ start, end, place }, segment) => {
    unpackSegment(bytes, start, end, output, place, segments.length, segment);
  });
  return output;
};

/** PackBits (G.3.2), written to every `stride`-th byte from `at`. Surplus bytes of a last run are dropped. */
function unpackSegment(
  bytes: Uint8Array,
  start: number,
  end: number,
  output: Uint8Array,
  at: number,
  stride: number,
  segment: number,
): void {
  const limit = output.length;
  let position = start;
  while (at < limit && position < end) {
    const control = bytes[position++]!;
    if (control < 128) {
      const stop = Math.min(position + control + 1, end);
      while (position < stop && at < limit) {
        output[at] = bytes[position++]!;
        at += stride;
      }
    } else if (control > 128) {
      const value = bytes[position++] ?? 0;
      for (let count = 257 - control; count > 0 && at < limit; count--) {
        output[at] = value;
        at += stride;
      }
    }
  }
  if (at < limit) throw shortSegment(segment);
}
