import { inflateSync } from 'node:zlib';
import { exifOrientation } from './exifOrientation.ts';
import { corrupt, type Structure, truncated, viewOf } from './structure.ts';

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Header {
  width: number;
  height: number;
  bitsAPixel: number;
  interlaced: boolean;
}

/** Walks the chunks to IEND (https://www.w3.org/TR/png-3/#5DataRep), without decoding. */
export function pngStructure(bytes: Uint8Array, maxPixels: number): Structure {
  const data: Uint8Array[] = [];
  let header: Header | undefined;
  let orientation = 1;
  for (const { type, chunk } of chunks(bytes)) {
    header ??= readHeader(type, chunk);
    if (type === 'IDAT') data.push(chunk);
    if (type === 'eXIf') orientation = exifOrientation(chunk);
  }
  if (header === undefined || data.length === 0) throw corrupt('PNG', 'it holds no image');
  const { width, height } = header;
  if (header.interlaced && width * height <= maxPixels) checkInflation(header, data);
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

/** The decoder caps what it inflates, but not for interlaced images: 1,000 to 1 would be a bomb. */
function checkInflation({ width, height, bitsAPixel }: Header, data: readonly Uint8Array[]): void {
  // Seven passes, each row with a filter byte and padded to whole bytes.
  const most = Math.ceil((width * height * bitsAPixel) / 8) + (width + height + 16) * 14;
  try {
    inflateSync(Buffer.concat(data), { maxOutputLength: most });
  } catch (error) {
    throw corrupt('PNG', 'its data does not inflate to its size', error);
  }
}
