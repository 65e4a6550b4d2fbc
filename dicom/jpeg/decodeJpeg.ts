import {
  corrupt,
  findScanEnd,
  isFrameHeader,
  MARKER,
  readSegment,
  truncated,
  unsupported,
  type Segment,
} from '../codestream/segments.ts';
import { DicomError } from '../dicomError.ts';
import { DEFAULT_LIMITS } from '../limits.ts';
import type { Warning } from '../warning.ts';
import { readColourMarkers, type ColourMarkers } from './colourTransform.ts';
import type { FrameDecoder } from './frameDecoder.ts';
import { readFrameHeader, type FrameHeader } from './frameHeader.ts';
import { readScanHeader } from './scanHeader.ts';
import { noTables, readTables } from './tables.ts';

export interface JpegOptions {
  /** The colour space of three components without a JFIF or Adobe segment. Default: `ycbcr`. */
  unmarked?: 'ycbcr' | 'rgb';
  /** The most samples of all components; default 2^28. A larger frame is rejected before memory is allocated. */
  maxSamples?: number;
}

export interface JpegImage {
  width: number;
  height: number;
  components: number;
  /** The bits of a sample: 8 or 12 for a DCT, 2 to 16 for a lossless frame. */
  bitsPerSample: number;
  lossless: boolean;
  /** `ycbcr` if that transform was undone, so that the pixels are RGB; `none` if they are as coded. */
  transform: 'ycbcr' | 'none';
  /** Interleaved by pixel; 16 bits a sample if `bitsPerSample` is above 8. */
  pixels: Uint8Array | Uint16Array;
  warnings: Warning[];
}

/** The most scans, each of which costs a pass over the image. Encoders write about 10. */
const MAX_SCANS = 128;
/** The longest stream: positions are counted in bits, as 31-bit numbers. */
const MAX_BYTES = 2 ** 28 - 1;

/**
 * Decodes a JPEG codestream (ITU T.81) with Huffman coding. Reads its markers, and passes its scans to the decoder that
 * `decoderOf` creates for the frame header, after its size was checked.
 *
 * @throws DicomError `unsupported-codestream` (arithmetic coding, hierarchical), `corrupt-codestream`, `truncated`,
 *   `too-large`
 */
export function decodeJpeg(
  bytes: Uint8Array,
  options: JpegOptions,
  decoderOf: (frame: FrameHeader) => FrameDecoder,
): JpegImage {
  if (bytes[0] !== 0xff || bytes[1] !== MARKER.SOI)
    throw corrupt('The JPEG stream does not start with SOI', 0);
  if (bytes.length > MAX_BYTES) throw tooLarge(`The JPEG stream has more than ${MAX_BYTES} bytes.`, 0);
  const tables = noTables();
  const colour: ColourMarkers = { jfif: false, adobe: undefined };
  const warnings: Warning[] = [];
  let frame: FrameHeader | undefined;
  let decoder: FrameDecoder | undefined;
  let position = 2;
  for (let scans = 0; ;) {
    if (decoder?.complete() === true && noMarkerAt(bytes, position)) {
      warnings.push({
        code: 'no-end-of-image',
        message: 'The JPEG stream has no end of image after its last scan.',
      });
      break;
    }
    const segment = readSegment(bytes, position);
    position = segment.end;
    if (segment.marker === MARKER.EOI) break;
    rejectUnsupportedMarker(segment);
    if (isFrameHeader(segment.marker)) {
      if (frame !== undefined) throw corrupt('The JPEG stream has a second frame header', segment.start);
      frame = checkedFrame(bytes, segment, options.maxSamples ?? DEFAULT_LIMITS.framePixels);
      decoder = decoderOf(frame);
    } else if (segment.marker === MARKER.SOS) {
      if (frame === undefined || decoder === undefined)
        throw corrupt('A scan precedes the frame header', segment.start);
      if (++scans > MAX_SCANS)
        throw corrupt(`The JPEG stream has more than ${MAX_SCANS} scans`, segment.start);
      position = decoder.decodeScan(bytes, readScanHeader(bytes, segment, frame, tables), tables);
    } else {
      readTables(bytes, segment, tables);
      readColourMarkers(bytes, segment, colour);
    }
  }
  if (frame === undefined || decoder === undefined)
    throw corrupt('The JPEG stream has no frame header', position);
  if (!decoder.complete()) throw truncated('The JPEG stream ends before it has all components', position);
  return {
    width: frame.width,
    height: frame.height,
    components: frame.components.length,
    bitsPerSample: frame.precision,
    lossless: frame.mode === 'lossless',
    ...decoder.finish(colour, options.unmarked ?? 'ycbcr'),
    warnings,
  };
}

const noMarkerAt = (bytes: Uint8Array, position: number): boolean =>
  position + 1 >= bytes.length || bytes[position] !== 0xff;

function rejectUnsupportedMarker({ marker, start }: Segment): void {
  if (marker === MARKER.DHP || marker === MARKER.EXP)
    throw unsupported('Hierarchical JPEG is not supported.', start);
  if (marker === MARKER.DAC) throw unsupported('JPEG with arithmetic coding is not supported.', start);
}

function checkedFrame(bytes: Uint8Array, segment: Segment, maxSamples: number): FrameHeader {
  const frame = readFrameHeader(bytes, segment);
  if (frame.height === 0) frame.height = heightAfterScan(bytes, segment);
  const { width, height, components } = frame;
  if (width * height * components.length > maxSamples)
    throw tooLarge(
      `The JPEG frame of ${width} x ${height} pixels has more than ${maxSamples} samples.`,
      segment.start,
    );
  return frame;
}

/** Reads the height from the DNL segment that follows the first scan of a frame with 0 lines (B.2.5). */
function heightAfterScan(bytes: Uint8Array, frame: Segment): number {
  for (let position = frame.end; position >= 0;) {
    const segment = readSegment(bytes, position);
    position = segment.marker === MARKER.SOS ? findScanEnd(bytes, segment.end) : segment.end;
    if (segment.marker === MARKER.EOI) break;
    if (segment.marker !== MARKER.DNL || segment.end - segment.body < 2) continue;
    const height = (bytes[segment.body]! << 8) | bytes[segment.body + 1]!;
    if (height > 0) return height;
  }
  throw corrupt('The JPEG stream does not state its number of lines', frame.start);
}

const tooLarge = (message: string, offset: number): DicomError =>
  new DicomError('too-large', message, { tag: '(7fe0,0010)', offset });
