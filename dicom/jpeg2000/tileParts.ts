import type { MainHeader } from './mainHeader.ts';
import { MARKER } from './markers.ts';
import { Parameters } from './parameters.ts';
import { corrupt, truncated } from './streamErrors.ts';

/** A tile, joined from its tile-parts. */
export interface TileData {
  index: number;
  parameters: Parameters;
  /** The bytes of the packets in all tile-parts. */
  packets: Uint8Array;
  /** The packet headers, if they are stored separately (PPM or PPT, ITU T.800 A.7.4, A.7.5). */
  headers: Uint8Array | undefined;
}

/** The parts of a tile that were read so far. */
interface Gathered {
  parameters: Parameters;
  bodies: Uint8Array[];
  /** The separate packet headers of all tile-parts. */
  packed: Uint8Array[];
}

/**
 * Reads the tile-parts by their lengths (Psot, ITU T.800 A.4.2). A truncated stream ends inside one, or before its last tile.
 * A Psot of 0 extends to the end of the codestream.
 * @returns the tiles, and the end of the last tile-part
 * @throws DicomError `truncated`, `corrupt-codestream`
 */
export function readTileParts(bytes: Uint8Array, header: MainHeader): { tiles: TileData[]; end: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = header.size.tilesAcross * header.size.tilesDown;
  const packedOfMain = splitPacked(header.packedHeaders);
  const tiles = new Map<number, Gathered>();
  let at = header.end;
  let part = 0;
  while (at + 12 <= bytes.length && view.getUint16(at) === MARKER.SOT) {
    const index = view.getUint16(at + 4);
    if (index >= count) throw corrupt(`The JPEG 2000 stream has no tile ${index}.`, at);
    const length = view.getUint32(at + 6);
    if (length !== 0 && length < 14) throw corrupt('A tile-part of the JPEG 2000 stream has no length.', at);
    const end = length === 0 ? withoutEnd(bytes) : at + length;
    if (end > bytes.length)
      throw truncated(`lacks ${end - bytes.length} bytes of its last tile-part`, bytes.length);
    const tile = tiles.get(index) ?? {
      parameters: new Parameters(header.size.components, header.parameters),
      ...{ bodies: [], packed: [] },
    };
    tiles.set(index, tile);
    const packed = packedOfMain[part++];
    if (packed) tile.packed.push(packed);
    tile.bodies.push(bytes.subarray(readPartHeader(bytes, view, at + 12, end, tile), end));
    at = end;
  }
  if (tiles.size < count) throw truncated(`has ${tiles.size} of its ${count} tiles`, at);
  return {
    tiles: [...tiles].map(([index, tile]) => ({
      index,
      parameters: tile.parameters,
      packets: joined(tile.bodies),
      headers: tile.packed.length > 0 ? joined(tile.packed) : undefined,
    })),
    end: at,
  };
}

/** @returns the offset of the first packet */
function readPartHeader(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  end: number,
  { parameters, packed }: Gathered,
): number {
  const own = new Map<number, Uint8Array>();
  let at = start;
  while (at + 2 <= end && view.getUint16(at) !== MARKER.SOD) {
    const length = at + 4 <= end ? view.getUint16(at + 2) : 0;
    if (length < 2 || at + 2 + length > end)
      throw corrupt('A tile-part of the JPEG 2000 stream has no end of its header.', at);
    const body = bytes.subarray(at + 4, at + 2 + length);
    const marker = view.getUint16(at);
    if (marker === MARKER.PPT && body.length > 0) own.set(body[0]!, body.subarray(1));
    else parameters.read(marker, body, at);
    at += 2 + length;
  }
  if (at + 2 > end) throw corrupt('A tile-part of the JPEG 2000 stream has no end of its header.', at);
  packed.push(...inOrder(own));
  return at + 2;
}

/** Returns the end of the data before an end of codestream and the padding after it. */
function withoutEnd(bytes: Uint8Array): number {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  return bytes[end - 1] === (MARKER.EOC & 0xff) && bytes[end - 2] === 0xff ? end - 2 : bytes.length;
}

/** Splits PPM segments into the packet headers of each tile-part: a length and as many bytes, which may span segments. */
function splitPacked(segments: Map<number, Uint8Array>): Uint8Array[] {
  const all = joined(inOrder(segments));
  const view = new DataView(all.buffer, all.byteOffset, all.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 0; at + 4 <= all.length;) {
    const length = view.getUint32(at);
    if (at + 4 + length > all.length)
      throw corrupt('The packed packet headers of the JPEG 2000 stream are truncated.');
    parts.push(all.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}

const inOrder = (segments: Map<number, Uint8Array>): Uint8Array[] =>
  [...segments].sort(([one], [other]) => one - other).map(([, segment]) => segment);

function joined(parts: Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
