import { DicomError } from '../dicomError.ts';
import type { Warning } from '../warning.ts';
import { noDeadline, type Deadline } from '../deadline.ts';
import { readJpegMarkers } from './jpegMarkers.ts';
import type { DecodedCodestream } from './wasmDecoder.ts';

/** The properties of the image that a codec needs. They can be posted to another thread. */
export interface CodestreamRequest {
  rows: number;
  columns: number;
  /** Photometric Interpretation is RGB, which decides for three components without a marker. */
  isRgb: boolean;
  /** See `decodeJpeg2000`. */
  maxSide?: number;
}

/** Decodes the codestream of one frame, and rejects with a DicomError. Default deadline: none. */
export type CodestreamDecoder = (
  bytes: Uint8Array,
  request: CodestreamRequest,
  deadline?: Deadline,
) => Promise<DecodedCodestream & { warnings: Warning[] }>;

/** Recognises the start of JPEG 2000, bare or in a JP2 file. */
export const isJpeg2000 = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0x4f && bytes[2] === 0xff) || (bytes[4] === 0x6a && bytes[5] === 0x50);

/** Recognises the start of JPEG, JPEG-LS, or JPEG 2000, bare or in a JP2 file. */
export const isCodestream = (bytes: Uint8Array): boolean =>
  isJpeg2000(bytes) || (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff);

/** The largest codestream, as a multiple of Rows times Columns. Headers are often slightly wrong, never by this much. */
const MOST_PIXELS = 4;

/**
 * Decodes a codestream with the decoder that its markers call for. Each decoder is loaded on first use.
 * @throws DicomError `corrupt-codestream`, `truncated`, `unsupported-codestream`, `too-large`
 */
export const decodeCodestream: CodestreamDecoder = async (
  bytes,
  { rows, columns, isRgb, maxSide },
  deadline = noDeadline,
) => {
  const maxPixels = rows * columns * MOST_PIXELS;
  if (isJpeg2000(bytes)) {
    const { decodeJpeg2000 } = await import('./decodeJpeg2000.ts');
    return decodeJpeg2000(bytes, maxPixels, deadline, maxSide);
  }
  if (!isCodestream(bytes))
    throw new DicomError(
      'corrupt-codestream',
      'The compressed frame does not start like a known codestream.',
      { tag: '(7fe0,0010)' },
    );
  const markers = readJpegMarkers(bytes);
  if (markers.width * markers.height > maxPixels)
    throw new DicomError('too-large', 'The JPEG stream is far larger than Rows and Columns.', {
      tag: '(7fe0,0010)',
    });
  const samples = markers.width * markers.height * markers.components;
  const { frame, precision, complete } = markers;
  if (frame === 0xf7) {
    const { decodeJpegLs } = await import('./decodeJpegLs.ts');
    return { ...(await decodeJpegLs(bytes, markers.height, { samples, deadline })), warnings: [] };
  }
  // libjpeg-turbo is faster for colour and progressive frames. It decodes 8-bit DCT of up to three components only, and
  // invents what a stream without an end of image lacks.
  const suitsTurbo =
    frame === 0xc2 ? markers.components < 4 : markers.components === 3 && (frame === 0xc0 || frame === 0xc1);
  if (suitsTurbo && precision === 8 && complete) {
    const { decodeJpegBaseline } = await import('./decodeJpegBaseline.ts');
    try {
      return { ...(await decodeJpegBaseline(bytes, markers, isRgb, { samples, deadline })), warnings: [] };
    } catch (cause) {
      // It also rejects harmless oddities: rare sampling factors, and stray bytes before a marker, which some cameras
      // write. The decoder below accepts these, and reports the exact fault of a damaged stream.
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'corrupt-codestream')) throw cause;
    }
  }
  const decode =
    frame === 0xc3
      ? (await import('../jpeg/decodeLosslessJpeg.ts')).decodeLosslessJpeg
      : (await import('../jpeg/decodeDctJpeg.ts')).decodeDctJpeg;
  const { pixels, transform, ...decoded } = await decode(
    bytes,
    { unmarked: isRgb ? 'rgb' : 'ycbcr', maxSamples: maxPixels * 3 },
    { samples, deadline },
  );
  const { buffer, byteOffset, byteLength } = pixels;
  return {
    ...decoded,
    signed: false,
    bytes: new Uint8Array(buffer, byteOffset, byteLength),
    colour: transform === 'ycbcr' ? 'rgb' : 'stored',
  };
};
