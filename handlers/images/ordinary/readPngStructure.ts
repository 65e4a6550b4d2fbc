import { inflateSync } from 'node:zlib';
import { readExifOrientation } from './readExifOrientation.ts';
import { corrupt, type Structure, truncated, viewOf } from './structure.ts';

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Header {
  width: number;
  height: number;
  bitsPerPixel: number;
  interlaced: boolean;
}

/** Reads the chunks of a PNG up to IEND (https://www.w3.org/TR/png-3/#5DataRep), without decoding pixels. */
export function readPngStructure(bytes: Uint8Array, maxPixels: number): Structure {
  const data: Uint8Array[] = [];
  let header: Header | undefined;
  let orientation = 1;
  for (const { type, chunk } of chunks(bytes)) {
    header ??= readHeader(type, chunk);
    if (type === 'IDAT') data.push(chunk);
    if (type === 'eXIf') orientation = readExifOrientation(chunk);
  }
  if (header === undefined || data.length === 0) throw corrupt('PNG', 'it contains no image');
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
    bitsPerPixel: channels * chunk[8]!,
    interlaced: chunk[12] === 1,
  };
}

/** The passes of Adam7: the first pixel's x and y, and the distances to the next pixel to the right and below. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Returns the size of all rows, each with a filter byte and padded to whole bytes. */
function rowBytes({ width, height, bitsPerPixel, interlaced }: Header): number {
  const passes = interlaced ? ADAM7 : [[0, 0, 1, 1] as const];
  return passes.reduce((sum, [x, y, right, down]) => {
    const columns = Math.ceil((width - x) / right);
    const rows = Math.ceil((height - y) / down);
    return columns <= 0 || rows <= 0 ? sum : sum + rows * (1 + Math.ceil((columns * bitsPerPixel) / 8));
  }, 0);
}

/**
 * Rejects data that inflates to more or less than the image. The decoder inflates interlaced images without a limit, so
 * a small file could exhaust the memory, and it decodes missing rows as black.
 */
function checkInflation(header: Header, data: readonly Uint8Array[]): void {
  const expected = rowBytes(header);
  if (inflatedLength(data, expected + 65_536) < expected) throw truncated('PNG');
}

function inflatedLength(data: readonly Uint8Array[], maxOutputLength: number): number {
  try {
    return inflateSync(Buffer.concat(data), { maxOutputLength }).length;
  } catch (error) {
    throw corrupt('PNG', 'its compressed data does not match its size', error);
  }
}
