import { corrupt, isFrameHeader, MARKER, readSegment, truncated } from '../codestream/segments.ts';
import { decodeLosslessScan } from './decodeLossless.ts';
import {
  decodeProgressiveScan,
  makeCoefficients,
  transformCoefficients,
  type Coefficients,
} from './decodeProgressive.ts';
import { decodeSequentialScan } from './decodeSequential.ts';
import { readFrameHeader, type FrameHeader } from './frameHeader.ts';
import { interleavePlanes } from './interleavePlanes.ts';
import { makePlanes, type Plane } from './planes.ts';
import { readScanHeader, type ScanHeader } from './scanHeader.ts';
import { noTables, readTables } from './tables.ts';

export interface DecodedJpeg {
  width: number;
  height: number;
  components: number;
  /** 2 to 16. */
  bitsPerSample: number;
  /** Unsigned as coded, interleaved by pixel; 8-bit values up to 8 bits. Components as stored: no colour transform. */
  pixels: Uint8Array | Uint16Array;
}

/**
 * Decodes a JPEG codestream (ITU T.81): sequential and progressive DCT of 8 and 12 bits, and lossless of 2 to 16.
 * The caller bounds its size before.
 * @throws DicomError `corrupt-codestream`, `truncated`, `unsupported-codestream`
 */
export function decodeJpeg(bytes: Uint8Array): DecodedJpeg {
  const tables = noTables();
  let image: Image | undefined;
  let position = readSegment(bytes, 0).end;
  for (;;) {
    const segment = readSegment(bytes, position);
    position = segment.end;
    if (segment.marker === MARKER.EOI) break;
    if (segment.marker === MARKER.SOS) {
      if (image === undefined) throw corrupt('A scan stands before its frame header', segment.start);
      const scan = readScanHeader(bytes, segment, image.frame, tables);
      for (const { index, quantisation } of scan.components) {
        image.coded.add(index);
        const plane = image.planes[index];
        if (plane !== undefined) plane.quantisation ??= tables.quantisation[quantisation];
      }
      position = decodeScan(bytes, image, scan);
    } else if (isFrameHeader(segment.marker)) {
      if (image !== undefined) throw corrupt('The stream has a second frame header', segment.start);
      image = start(withHeight(readFrameHeader(bytes, segment), bytes, position));
    } else readTables(bytes, segment, tables);
  }
  if (image === undefined) throw corrupt('The stream has no frame header', position);
  if (image.coded.size < image.frame.components.length)
    throw truncated('The stream ends before all its components were coded', position);
  return finish(image);
}

interface Image {
  frame: FrameHeader;
  /** Of a DCT frame; none of a lossless one. */
  planes: Plane[];
  coefficients: Coefficients[];
  pixels: Uint8Array | Uint16Array;
  coded: Set<number>;
  /** Of a lossless frame: bits that its scans leave out below (H.1.2.1). */
  pointTransform: number;
}

function start(frame: FrameHeader): Image {
  const lossless = frame.mode === 'lossless';
  const planes = lossless ? [] : makePlanes(frame);
  const size = lossless ? frame.width * frame.height * frame.components.length : 0;
  return {
    frame,
    planes,
    coefficients: frame.mode === 'progressive' ? planes.map(makeCoefficients) : [],
    pixels: frame.precision > 8 ? new Uint16Array(size) : new Uint8Array(size),
    coded: new Set(),
    pointTransform: 0,
  };
}

function decodeScan(bytes: Uint8Array, image: Image, scan: ScanHeader): number {
  const { frame, planes } = image;
  if (frame.mode === 'progressive') return decodeProgressiveScan(bytes, frame, scan, planes, image.coefficients);
  if (frame.mode === 'sequential') return decodeSequentialScan(bytes, frame, scan, planes);
  image.pointTransform = scan.low;
  return decodeLosslessScan(bytes, frame, scan, image.pixels);
}

function finish(image: Image): DecodedJpeg {
  const { frame, planes, coefficients } = image;
  const { width, height, precision, components } = frame;
  const about = { width, height, components: components.length, bitsPerSample: precision };
  if (frame.mode === 'lossless') {
    if (image.pointTransform > 0)
      for (let index = 0; index < image.pixels.length; index++) image.pixels[index]! <<= image.pointTransform;
    return { ...about, pixels: image.pixels };
  }
  coefficients.forEach((values, index) => {
    const plane = planes[index]!;
    if (plane.quantisation === undefined) throw corrupt('A component has no quantisation table', 0);
    transformCoefficients(plane, plane.quantisation, values, precision);
  });
  return { ...about, pixels: interleavePlanes(frame, planes) };
}

/** A height of 0 stands in a DNL segment after the first scan (B.2.5). */
function withHeight(frame: FrameHeader, bytes: Uint8Array, position: number): FrameHeader {
  if (frame.height > 0) return frame;
  for (let at = bytes.indexOf(0xff, position); at >= 0 && at + 5 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const height = (bytes[at + 4]! << 8) | bytes[at + 5]!;
    if (bytes[at + 1] === MARKER.DNL && bytes[at + 2] === 0 && bytes[at + 3] === 4 && height > 0)
      return { ...frame, height };
  }
  throw corrupt('The frame is 0 lines high, and no later segment says how many it has', position);
}
