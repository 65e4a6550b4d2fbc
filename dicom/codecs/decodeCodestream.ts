import { DicomError } from '../dicomError.ts';
import type { Warning } from '../warning.ts';
import { noDeadline, type Deadline } from '../deadline.ts';
import { readJpegMarkers } from './jpegMarkers.ts';
import type { DecodedCodestream } from './wasmDecoder.ts';

/** What a codec needs to know of the image around the codestream; it can be sent to another thread as it is. */
export interface CodestreamRequest {
  rows: number;
  columns: number;
  /** Photometric Interpretation is RGB: what three components without a marker are. */
  isRgb: boolean;
  /** See `decodeJpeg2000`. */
  maxSide?: number;
}

/** Decodes one frame's codestream; rejects with a DicomError. Default deadline: none. */
export type CodestreamDecoder = (
  bytes: Uint8Array,
  request: CodestreamRequest,
  deadline?: Deadline,
) => Promise<DecodedCodestream & { warnings: Warning[] }>;

/** Whether bytes start like JPEG 2000, bare or in a JP2 file. */
export const isJpeg2000 = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0x4f && bytes[2] === 0xff) || (bytes[4] === 0x6a && bytes[5] === 0x50);

/** Whether bytes start like JPEG, JPEG-LS or JPEG 2000, bare or in a JP2 file. */
export const isCodestream = (bytes: Uint8Array): boolean =>
  isJpeg2000(bytes) || (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff);

/** Sides may differ from Rows and Columns; more pixels than this times theirs are no mistake. */
const MOST_PIXELS = 4;

/**
 * Decodes a codestream with what fits its own markers; each decoder is loaded on first need.
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
      'The compressed frame starts like no codestream that is known.',
      { tag: '(7fe0,0010)' },
    );
  const markers = readJpegMarkers(bytes);
  if (markers.width * markers.height > maxPixels)
    throw new DicomError('too-large', 'The JPEG stream is far larger than Rows and Columns say.', {
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
      // It also refuses harmless oddities: rare sampling factors, and stray bytes before a marker, which some cameras
      // write. The decoder below takes these, and names the fault of a stream that is damaged.
      if (!(cause instanceof DicomError && cause.code === 'corrupt-codestream')) throw cause;
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
