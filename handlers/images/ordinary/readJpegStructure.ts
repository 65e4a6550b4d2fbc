import { readExifOrientation } from './readExifOrientation.ts';
import { corrupt, type Structure, truncated, unsupported } from './structure.ts';

/** Limits an attack with many scans, each of which is decoded over the whole image. */
const MAX_SCANS = 100;

/** Reads the segments of a JPEG (ITU T.81 Annex B) up to the end-of-image marker, without decoding pixels. */
export function readJpegStructure(bytes: Uint8Array): Structure {
  const found: Found = { width: 0, height: 0, components: 0, orientation: 1, scans: 0 };
  let at = 2;
  for (;;) {
    at = findMarker(bytes, at);
    const marker = bytes[at + 1];
    if (marker === undefined) throw truncated('JPEG');
    at += 2;
    if (marker === 0xd9) break;
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) continue;
    const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    if (at + length > bytes.length) throw truncated('JPEG');
    if (length < 2) throw corrupt('JPEG', 'a segment has an invalid length');
    readSegment(marker, bytes.subarray(at + 2, at + length), found);
    at += length;
    if (found.scans > MAX_SCANS) throw corrupt('JPEG', `it has more than ${MAX_SCANS} scans`);
  }
  if (found.components === 0 || found.scans === 0) throw corrupt('JPEG', 'it contains no image');
  const { width, height, orientation, adobeTransform } = found;
  if (found.components === 4 && adobeTransform === undefined) {
    throw unsupported('JPEG', 'CMYK without an Adobe segment');
  }
  return {
    width,
    height,
    orientation,
    frames: 1,
    ...(adobeTransform === undefined ? {} : { adobeTransform }),
  };
}

interface Found {
  width: number;
  height: number;
  components: number;
  orientation: number;
  scans: number;
  adobeTransform?: number;
}

function readSegment(marker: number, segment: Uint8Array, found: Found): void {
  const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
  if (isFrame) readFrameHeader(marker, segment, found);
  else if (marker === 0xda) found.scans++;
  else if (marker === 0xe1 && readText(segment, 0, 6) === 'Exif\0\0') {
    found.orientation = readExifOrientation(segment.subarray(6));
  } else if (marker === 0xee && segment.length >= 12 && readText(segment, 0, 5) === 'Adobe') {
    found.adobeTransform = segment[11]!;
  }
}

function readFrameHeader(marker: number, segment: Uint8Array, found: Found): void {
  if (marker > 0xc2) throw unsupported('JPEG', `The coding process SOF${marker - 0xc0}`);
  if (segment[0] !== 8) throw unsupported('JPEG', `A precision of ${segment[0] ?? 0} bits`);
  found.height = segment[1]! * 256 + segment[2]!;
  found.width = segment[3]! * 256 + segment[4]!;
  found.components = segment[5]!;
  if (found.width === 0 || found.height === 0)
    throw unsupported('JPEG', 'A size that follows the image data');
  if (![1, 3, 4].includes(found.components)) throw unsupported('JPEG', `${found.components} components`);
}

/** Returns the offset of the next marker, except stuffing (FF 00), restarts (FF D0 to D7) and fill bytes. */
function findMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw truncated('JPEG');
}

const readText = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));
