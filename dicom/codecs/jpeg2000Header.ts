import { DicomError } from '../dicomError.ts';

/** What a JPEG 2000 main header says (ITU T.800 A.5, A.6). */
export interface MainHeader {
  width: number;
  height: number;
  components: number;
  /** Tiles of the grid. */
  tiles: number;
  levels: number;
  /** A CAP marker with its 15th bit: high-throughput block coding (ITU T.814 A.3). */
  highThroughput: boolean;
  /** SGcod's multiple component transform. */
  colourTransform: boolean;
  /** The image begins where the reference grid does: only then is its size at less resolution its size halved. */
  isAtOrigin: boolean;
  /** Of each component, and whether it is signed (Ssiz). */
  bits: number;
  signed: boolean;
  /** Where the Ssiz of the first component is; those of the others follow at every third byte. */
  depthsAt: number;
}

const MARKER = { CAP: 0xff50, SIZ: 0xff51, COD: 0xff52, SOT: 0xff90 } as const;

/** The codecs' results have 16 bits a sample at most; what DICOM has above is no JPEG 2000 (PS3.5 8.2.4). */
const MOST_BITS = 16;

/**
 * Reads a codestream's main header, and refuses what the codecs do wrong or never end at.
 * @throws DicomError `corrupt-codestream`, `unsupported-codestream`
 */
export function readMainHeader(bytes: Uint8Array): MainHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: ReturnType<typeof readSize> | undefined;
  const coding = { levels: 0, highThroughput: false, colourTransform: false };
  for (let at = 2; at + 4 <= bytes.length;) {
    const marker = view.getUint16(at);
    const length = view.getUint16(at + 2);
    if (at + 2 + length > bytes.length || marker === MARKER.SOT) break;
    if (marker === MARKER.SIZ && length >= 41) size = readSize(view, at, length);
    else if (marker === MARKER.CAP && length >= 6)
      coding.highThroughput = (view.getUint32(at + 4) & 0x20000) !== 0;
    else if (marker === MARKER.COD && length >= 12) {
      coding.colourTransform = bytes[at + 8] === 1;
      coding.levels = bytes[at + 9]!;
    }
    at += 2 + length;
  }
  if (size === undefined) throw corrupt('The JPEG 2000 stream has no image size.', 0);
  if (coding.levels > 32) throw corrupt(`The JPEG 2000 stream has ${coding.levels} decomposition levels.`, 0);
  return { ...size, ...coding };
}

/** The SIZ segment (A.5.1): reference grid, tiles, and depth and subsampling of each component. */
function readSize(view: DataView, at: number, length: number) {
  const [right, bottom, left, top, tileWidth, tileHeight, tileLeft, tileTop] = Array.from(
    { length: 8 },
    (_, index) => view.getUint32(at + 6 + 4 * index),
  ) as [number, number, number, number, number, number, number, number];
  const components = view.getUint16(at + 38);
  if (right <= left || bottom <= top || components === 0 || length < 38 + 3 * components)
    throw corrupt('The JPEG 2000 stream has no image size.', at);
  // A.5.1: the first tile holds the image's first pixel.
  const isGrid =
    tileLeft <= left && tileTop <= top && tileLeft + tileWidth > left && tileTop + tileHeight > top;
  if (!isGrid) throw corrupt('The tiles of the JPEG 2000 stream do not cover its image.', at);
  for (let component = 0; component < components; component++) {
    const place = at + 40 + 3 * component;
    // OpenJPH never comes to an end at some of them, and DICOM has no chrominance of less resolution here (PS3.5 8.2.4).
    if (view.getUint16(place + 1) !== 0x0101)
      throw unsupported('JPEG 2000 with subsampled components is not supported.', place);
    if ((view.getUint8(place) & 0x7f) + 1 > MOST_BITS)
      throw unsupported(`JPEG 2000 of more than ${MOST_BITS} bits is not supported.`, place);
    if (view.getUint8(place) !== view.getUint8(at + 40))
      throw unsupported('JPEG 2000 with components of different depths is not supported.', place);
  }
  const tiles = Math.ceil((right - tileLeft) / tileWidth) * Math.ceil((bottom - tileTop) / tileHeight);
  if (tiles > 65_535) throw corrupt(`The JPEG 2000 stream has ${tiles} tiles.`, at);
  const depth = view.getUint8(at + 40);
  return {
    width: right - left,
    height: bottom - top,
    components,
    tiles,
    isAtOrigin: left === 0 && top === 0,
    bits: (depth & 0x7f) + 1,
    signed: depth > 0x7f,
    depthsAt: at + 40,
  };
}

/**
 * Follows the tile-parts by their lengths (Psot, A.4.2): a stream that is cut off ends inside one, or before its last
 * tile, which the codecs answer with full-size garbage or with nothing. Psot 0 runs to the end of the codestream.
 * @returns where the last tile-part ends
 * @throws DicomError `truncated`, `corrupt-codestream`
 */
export function checkTileParts(bytes: Uint8Array, tiles: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Set<number>();
  let at = 2;
  while (at + 4 <= bytes.length && view.getUint16(at) !== MARKER.SOT) at += 2 + view.getUint16(at + 2);
  while (at + 12 <= bytes.length && view.getUint16(at) === MARKER.SOT) {
    const tile = view.getUint16(at + 4);
    if (tile >= tiles) throw corrupt(`The JPEG 2000 stream has no tile ${tile}.`, at);
    found.add(tile);
    const length = view.getUint32(at + 6);
    if (length === 0) {
      at = bytes.length;
      break;
    }
    if (length < 14) throw corrupt('A tile-part of the JPEG 2000 stream has no length.', at);
    at += length;
  }
  if (at > bytes.length)
    throw truncated(`lacks ${at - bytes.length} bytes of its last tile-part`, bytes.length);
  if (found.size < tiles) throw truncated(`has ${found.size} of its ${tiles} tiles`, at);
  return at;
}

const corrupt = (message: string, offset: number): DicomError =>
  new DicomError('corrupt-codestream', message, { tag: '(7fe0,0010)', offset });

const unsupported = (message: string, offset: number): DicomError =>
  new DicomError('unsupported-codestream', message, { tag: '(7fe0,0010)', offset });

const truncated = (what: string, offset: number): DicomError =>
  new DicomError('truncated', `The JPEG 2000 stream ${what}.`, { tag: '(7fe0,0010)', offset });
