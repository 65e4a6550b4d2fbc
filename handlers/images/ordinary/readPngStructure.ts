import { inflateSync } from 'node:zlib';
import { readExifOrientation } from './readExifOrientation.ts';
import { corrupt, type Structure, truncated, viewOf } from './structure.ts';

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Header {
  width: number;
  height: number;
  bitsAPixel: number;
  interlaced: boolean;
}

/** Walks the chunks to IEND (https://www.w3.org/TR/png-3/#5DataRep), without decoding. */
export function readPngStructure(bytes: Uint8Array, maxPixels: number): Structure {
  const data: Uint8Array[] = [];
  let header: Header | undefined;
  let orientation = 1;
  for (const { type, chunk } of chunks(bytes)) {
    header ??= readHeader(type, chunk);
    if (type === 'IDAT') data.push(chunk);
    if (type === 'eXIf') orientation = readExifOrientation(chunk);
  }
  if (header === undefined || data.length === 0) throw corrupt('PNG', 'it holds no image');
  const { width, height } = header;
  if (width * height <= maxPixels) checkInflation(header, data);
  return { width, height, orientation, frames: 1 };
}

function* chunks(bytes: Uint8Array): Generator<{ type: string; chunk: Uint8Array }> {
  const view = viewOf(bytes);
  let type = '';
  for (let at = 8; type !== 'IEND';) {
    if (at + 12 > bytes.length) throw truncated('PNG');
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) throw truncated('PNG');
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, chunk: bytes.subarray(at + 8, end - 4) };
    at = end;
  }
}

function readHeader(type: string, chunk: Uint8Array): Header {
  if (type !== 'IHDR' || chunk.length < 13) throw corrupt('PNG', 'it does not begin with its header');
  const view = viewOf(chunk);
  const channels = CHANNELS[chunk[9]!];
  if (channels === undefined) throw corrupt('PNG', 'its colour type is unknown');
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    bitsAPixel: channels * chunk[8]!,
    interlaced: chunk[12] === 1,
  };
}

/** Where the passes of Adam7 begin, and how far apart their pixels are: x, y, right, down. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Bytes of all rows, each with its filter's byte and padded to whole bytes. */
function rowBytes({ width, height, bitsAPixel, interlaced }: Header): number {
  const passes = interlaced ? ADAM7 : [[0, 0, 1, 1] as const];
  return passes.reduce((sum, [x, y, right, down]) => {
    const columns = Math.ceil((width - x) / right);
    const rows = Math.ceil((height - y) / down);
    return columns <= 0 || rows <= 0 ? sum : sum + rows * (1 + Math.ceil((columns * bitsAPixel) / 8));
  }, 0);
}

/**
 * The decoder inflates interlaced images without a cap, where 1,000 to 1 would be a bomb, and takes missing rows for
 * black ones.
 */
function checkInflation(header: Header, data: readonly Uint8Array[]): void {
  const expected = rowBytes(header);
  if (inflatedLength(data, expected + 65_536) < expected) throw truncated('PNG');
}

function inflatedLength(data: readonly Uint8Array[], maxOutputLength: number): number {
  try {
    return inflateSync(Buffer.concat(data), { maxOutputLength }).length;
  } catch (error) {
    throw corrupt('PNG', 'its data does not inflate to its size', error);
  }
}
