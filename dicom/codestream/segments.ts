import { DicomError } from '../dicomError.ts';

/** Marker codes of ITU T.81 table B.1, T.87 table C.1. */
export const MARKER = {
  SOF0: 0xc0,
  DHT: 0xc4,
  JPG: 0xc8,
  DAC: 0xcc,
  SOF15: 0xcf,
  RST0: 0xd0,
  RST7: 0xd7,
  SOI: 0xd8,
  EOI: 0xd9,
  SOS: 0xda,
  DQT: 0xdb,
  DNL: 0xdc,
  DRI: 0xdd,
  DHP: 0xde,
  EXP: 0xdf,
  APP0: 0xe0,
  APP14: 0xee,
  SOF55: 0xf7,
  LSE: 0xf8,
  TEM: 0x01,
} as const;

/** A marker segment: `body` is the offset of its parameters, `end` the one after them. */
export interface Segment {
  marker: number;
  start: number;
  body: number;
  end: number;
}

/** Recognises SOF0 to SOF15, except for three codes among them with other meanings, and SOF55 of JPEG-LS. */
export const isFrameHeader = (marker: number): boolean =>
  marker === MARKER.SOF55 ||
  (marker >= MARKER.SOF0 &&
    marker <= MARKER.SOF15 &&
    marker !== MARKER.DHT &&
    marker !== MARKER.JPG &&
    marker !== MARKER.DAC);

const standsAlone = (marker: number): boolean =>
  marker === MARKER.TEM || (marker >= MARKER.RST0 && marker <= MARKER.EOI);

/**
 * Reads the marker segment at `position`, past any fill bytes (B.1.1.2).
 * @throws DicomError `truncated` if the bytes end inside it, `corrupt-codestream` if there is no marker
 */
export function readSegment(bytes: Uint8Array, position: number): Segment {
  let at = position;
  if (at < bytes.length && bytes[at] !== 0xff) throw corrupt('There is no marker where one belongs', at);
  while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at++;
  const marker = bytes[at + 1];
  if (marker === undefined) throw truncated('The stream ends before its end of image', bytes.length);
  if (marker === 0) throw corrupt('There is no marker where one belongs', at);
  if (standsAlone(marker)) return { marker, start: at, body: at + 2, end: at + 2 };
  if (at + 4 > bytes.length) throw truncated('The stream ends inside a marker segment', bytes.length);
  const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
  if (length < 2) throw corrupt('A marker segment is shorter than its own length', at);
  if (at + 2 + length > bytes.length)
    throw truncated('The stream ends inside a marker segment', bytes.length);
  return { marker, start: at, body: at + 4, end: at + 2 + length };
}

/**
 * Finds the marker that ends the entropy-coded data from `position`: JPEG stuffs a zero byte after FF (B.1.1.5) and
 * may restart; JPEG-LS stuffs a zero bit, so a marker's second byte is 0x80 and above (T.87 A.1).
 * @returns its offset, or -1 if the bytes end before it
 */
export function findScanEnd(bytes: Uint8Array, position: number, jpegLs = false): number {
  for (
    let at = bytes.indexOf(0xff, position);
    at >= 0 && at + 1 < bytes.length;
    at = bytes.indexOf(0xff, at)
  ) {
    const next = bytes[at + 1]!;
    if (next === 0xff) at += 1;
    else if ((next >= MARKER.RST0 && next <= MARKER.RST7) || (jpegLs ? next < 0x80 : next === 0)) at += 2;
    else return at;
  }
  return -1;
}

export const corrupt = (message: string, offset: number): DicomError =>
  new DicomError('corrupt-codestream', `${message} (byte ${offset} of the codestream).`, {
    tag: '(7fe0,0010)',
    offset,
  });

export const truncated = (message: string, offset: number): DicomError =>
  new DicomError('truncated', `${message} (byte ${offset} of the codestream).`, {
    tag: '(7fe0,0010)',
    offset,
  });

export const unsupported = (message: string, offset: number): DicomError =>
  new DicomError('unsupported-codestream', message, { tag: '(7fe0,0010)', offset });
