import { findScanEnd, MARKER } from '../codestream/segments.ts';
import { DicomError } from '../dicomError.ts';

/** The properties of a JPEG stream that its markers give (ITU T.81 B.2). */
export interface JpegMarkers {
  /** The start of frame: 0xc0 baseline, 0xc1 extended, 0xc2 progressive, 0xc3 lossless. */
  frame: number;
  precision: number;
  width: number;
  height: number;
  components: number;
  componentIds: number[];
  jfif: boolean;
  /** The transform of an Adobe APP14 segment: 0 none, 1 YCbCr, 2 YCCK. */
  adobeTransform: number | undefined;
  /** The offset of the segment after SOI. */
  afterStart: number;
  /** An end of image follows the scans. Without one, libjpeg invents the missing pixels. */
  complete: boolean;
}

/**
 * Reads a stream's markers up to its first scan.
 * @throws DicomError `corrupt-codestream` where there is no frame header
 */
export function readJpegMarkers(bytes: Uint8Array): JpegMarkers {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) throw corrupt('The JPEG stream does not start with SOI.', 0);
  let jfif = false;
  let adobeTransform: number | undefined;
  let frame:
    Pick<JpegMarkers, 'frame' | 'precision' | 'width' | 'height' | 'components' | 'componentIds'> | undefined;
  let position = 2;
  while (position + 4 <= bytes.length) {
    if (bytes[position] !== 0xff) throw corrupt('The JPEG stream lacks an expected marker.', position);
    const marker = bytes[position + 1]!;
    if (marker === 0xff) {
      position++;
      continue;
    }
    const length = bytes[position + 2]! * 256 + bytes[position + 3]!;
    const body = position + 4;
    if (marker === 0xe0 && bytes[body] === 0x4a && bytes[body + 1] === 0x46) jfif = true;
    if (marker === 0xee && length >= 14 && bytes[body] === 0x41 && bytes[body + 1] === 0x64)
      adobeTransform = bytes[body + 11];
    if (
      ((marker >= 0xc0 && marker <= 0xcf) || marker === 0xf7) &&
      marker !== 0xc4 &&
      marker !== 0xc8 &&
      marker !== 0xcc
    ) {
      const components = bytes[body + 5] ?? 0;
      frame = {
        frame: marker,
        precision: bytes[body] ?? 0,
        height: (bytes[body + 1] ?? 0) * 256 + (bytes[body + 2] ?? 0),
        width: (bytes[body + 3] ?? 0) * 256 + (bytes[body + 4] ?? 0),
        components,
        componentIds: Array.from({ length: components }, (_, index) => bytes[body + 6 + 3 * index] ?? 0),
      };
    }
    if (marker === 0xda || marker === 0xd9) break;
    position += 2 + length;
  }
  if (frame === undefined) throw corrupt('The JPEG stream has no frame header.', position);
  return { ...frame, jfif, adobeTransform, afterStart: 2, complete: hasEnd(bytes, position) };
}

/** Follows the scans to EOI, from the header of the first one: thumbnails in application segments contain an EOI too. */
function hasEnd(bytes: Uint8Array, firstScan: number): boolean {
  for (let at = firstScan; at + 4 <= bytes.length;) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const end = at + 2 + bytes[at + 2]! * 256 + bytes[at + 3]!;
    at = marker === MARKER.SOS ? findScanEnd(bytes, end) : end;
    if (at < 0) return false;
    if (bytes[at] !== 0xff) return false;
    if (bytes[at + 1] === MARKER.EOI) return true;
  }
  return false;
}

const corrupt = (message: string, offset: number): DicomError =>
  new DicomError('corrupt-codestream', message, { tag: '(7fe0,0010)', offset });
