import { DicomError } from '../dicomError.ts';
import type { ElementPlace } from '../header/scanHeader.ts';
import type { ImageHeader } from '../header/imageHeader.ts';
import type { RangeReader } from '../rangeReader.ts';
import type { Warning } from '../warning.ts';

/**
 * Returns the number of samples stored per pixel and of pixels stored per row. In YBR_FULL_422 and YBR_PARTIAL_422 two pixels share their
 * chrominance (four samples), and a row of odd length may end with half a pair (PS3.3 C.7.6.3.1.2).
 * @param available the bytes of all frames; if they suffice for three samples a pixel, the pixels are not subsampled
 */
function storedLayout(header: ImageHeader, available: number): { samples: number; columns: number } {
  const { photometricInterpretation, samplesPerPixel, bitsAllocated, rows, columns, frames } = header;
  if (samplesPerPixel !== 3 || !photometricInterpretation.endsWith('_422'))
    return { samples: samplesPerPixel, columns };
  const fits = (samples: number, width: number) =>
    available >= (rows * width * frames * samples * bitsAllocated) / 8;
  if (fits(3, columns)) return { samples: 3, columns };
  const even = columns + (columns % 2);
  return { samples: 2, columns: fits(2, even) ? even : columns };
}

export interface NativeOptions {
  /** Swaps each pair of bytes, for 8-bit samples in big-endian words (OW) (PS3.5 8.1.2). */
  swapPairs: boolean;
  /** Fills the missing end of a short file with zeros, and warns; else a short frame is an error. */
  fillMissing: boolean;
}

export interface NativeFrame {
  bytes: Uint8Array;
  /** The bit of the first byte at which the frame starts. */
  bitOffset: number;
  /** Samples of one pixel. */
  samples: number;
  /** The pixels of a row; one more than Columns if a pair of pixels ends an odd row. */
  columns: number;
}

/**
 * Reads the bytes of a native frame. Checks all sizes before it reads or allocates anything.
 * @throws DicomError `truncated`
 */
export async function readNativeFrame(
  reader: RangeReader,
  place: ElementPlace,
  header: ImageHeader,
  frame: number,
  warnings: Warning[],
  options: NativeOptions,
): Promise<NativeFrame> {
  const tag = { tag: '(7fe0,0010)' };
  const available = Math.max(0, Math.min(place.length ?? Infinity, reader.size - place.valueOffset));
  const { samples, columns } = storedLayout(header, available);
  // 1-bit frames are not aligned to bytes, so this may be a fraction (PS3.5 8.1.1).
  const size = (header.rows * columns * samples * header.bitsAllocated) / 8;
  const start = Math.floor(frame * size);
  const end = Math.ceil((frame + 1) * size);
  const missing = Math.min(end - start, end - available);
  if (missing > 0) {
    const message = `The pixel data is short: frame ${frame} lacks ${missing} of its ${end - start} bytes.`;
    if (!options.fillMissing || missing === end - start)
      throw new DicomError('truncated', message, { ...tag, offset: place.valueOffset + available });
    warnings.push({ code: 'short-pixel-data', message, ...tag });
  }
  const surplus = (place.length ?? available) - Math.ceil(header.frames * size);
  if (surplus > 1 && !warnings.some(({ code }) => code === 'surplus-pixel-data'))
    warnings.push({
      code: 'surplus-pixel-data',
      message: `The pixel data is ${surplus} bytes longer than its frames.`,
      ...tag,
    });
  const from = options.swapPairs ? start - (start % 2) : start;
  const to = Math.min(available, options.swapPairs ? end + (end % 2) : end);
  let bytes = await reader.read(place.valueOffset + from, to - from);
  if (bytes.length < to - from)
    throw new DicomError(
      'truncated',
      `The file has ${bytes.length} of the ${to - from} bytes of frame ${frame}.`,
      tag,
    );
  if (options.swapPairs) bytes = swapPairs(bytes).subarray(start - from);
  if (missing > 0) bytes = filled(bytes, end - start);
  return { bytes, bitOffset: (frame * size * 8) % 8, samples, columns };
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  const output = bytes.slice();
  for (let index = 0; index + 1 < output.length; index += 2) {
    output[index] = bytes[index + 1]!;
    output[index + 1] = bytes[index]!;
  }
  return output;
}

function filled(bytes: Uint8Array, length: number): Uint8Array {
  const output = new Uint8Array(length);
  output.set(bytes.subarray(0, length));
  return output;
}
