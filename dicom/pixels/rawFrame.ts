import { DicomError } from '../dicomError.ts';
import type { ImageHeader } from '../header/imageHeader.ts';
import type { Warning } from '../warning.ts';
import {
  expand422,
  interleave,
  ybrFull422ToRgb,
  ybrFullToRgb,
  ybrPartialToRgb,
  type Unsigned,
} from './colour.ts';
import { readSamples, type SampleFormat, type Samples } from './samples.ts';
import type { StoredFrame } from './storedFrame.ts';

/** The uncompressed bytes of a frame, before bits are masked and colours converted. */
export interface RawFrame {
  width: number;
  height: number;
  /** The samples of one pixel; 2 if two pixels share their chrominance. */
  samples: number;
  bytes: Uint8Array;
  bitsAllocated: number;
  bigEndian: boolean;
  /** The bit of the first byte at which the frame starts. */
  bitOffset: number;
  planar: 0 | 1;
  /** The colour space of three samples: `rgb` if a codec has undone its own transform. */
  colour: 'rgb' | 'stored';
  /** The bits of a codestream's samples, which may differ from Bits Stored. */
  precision?: number;
  /** The values of Float or Double Float Pixel Data. */
  floats?: Float32Array | Float64Array;
}

/** Reads the samples in the given format. */
export const samplesOf = (raw: RawFrame, format: Omit<SampleFormat, 'bitsAllocated'>): Samples =>
  readSamples(
    raw.bytes,
    raw.width * raw.height * raw.samples,
    { ...format, bitsAllocated: raw.bitsAllocated },
    raw.bigEndian,
    raw.bitOffset,
  );

/**
 * Converts a raw frame to stored pixels: masked to Bits Stored, sign-extended, colour as RGB, interleaved by pixel.
 * @throws DicomError `unsupported-pixels`, `unsupported-codestream`
 */
export function toStored(raw: RawFrame, header: ImageHeader, warnings: Warning[]): StoredFrame {
  const { width, height, samples, precision } = raw;
  const size = { width, height };
  if (raw.floats !== undefined) return { ...size, samplesPerPixel: samples, pixels: raw.floats };
  if (header.bitsAllocated > 32)
    throw new DicomError('unsupported-pixels', 'Integers of 64 bits are not supported.', {
      tag: '(0028,0100)',
    });
  const bitsStored = Math.min(precision ?? header.bitsStored, header.bitsStored);
  const highBit = precision === undefined ? header.highBit : bitsStored - 1;
  if (samples === 1)
    return {
      ...size,
      samplesPerPixel: 1,
      pixels: samplesOf(raw, { bitsStored, highBit, signed: header.signed }),
    };
  if (samples > 3 || (samples === 2 && precision !== undefined))
    throw new DicomError(
      'unsupported-codestream',
      `A codestream of ${samples} components is not supported.`,
      {
        tag: '(7fe0,0010)',
      },
    );
  // Colour is unsigned (C.7.6.3.1.2), even against Pixel Representation.
  const unsigned = samplesOf(raw, { bitsStored, highBit, signed: false }) as Unsigned;
  const colour = toRgb(unsigned, raw, header.photometricInterpretation, bitsStored, warnings);
  if (samples !== 2 || width === header.columns) return { ...size, samplesPerPixel: 3, pixels: colour };
  return { width: header.columns, height, samplesPerPixel: 3, pixels: withoutLast(colour, 3 * width) };
}

/** Removes the second half of the pair at the end of each odd row. */
function withoutLast(pixels: Unsigned, row: number): Unsigned {
  const output = pixels.slice(0, (pixels.length / row) * (row - 3));
  for (let from = 0, to = 0; from < pixels.length; from += row, to += row - 3)
    output.set(pixels.subarray(from, from + row - 3), to);
  return output;
}

/** Converts to RGB, except for pixels that a codec has converted, and for YBR_RCT and YBR_ICT that no codec has undone. */
function toRgb(
  pixels: Unsigned,
  { samples, planar, colour, width, height, precision }: RawFrame,
  photometric: string,
  bits: number,
  warnings: Warning[],
): Unsigned {
  const subsampled = precision === undefined && photometric.includes('_42');
  if (subsampled && samples === 3)
    warnings.push({
      code: 'not-subsampled',
      message: `The pixels do not share chrominance, contrary to ${photometric}.`,
      tag: '(0028,0004)',
    });
  if (samples === 2 && pixels instanceof Uint8Array && photometric.startsWith('YBR_FULL'))
    return ybrFull422ToRgb(pixels, width * height);
  const triples =
    samples === 2 ? expand422(pixels, width * height) : planar === 1 ? interleave(pixels) : pixels;
  if (colour === 'rgb') return triples;
  if (photometric.startsWith('YBR_FULL')) return ybrFullToRgb(triples, bits);
  if (photometric.startsWith('YBR_PARTIAL')) return ybrPartialToRgb(triples, bits);
  return triples;
}
