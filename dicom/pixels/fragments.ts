import { DicomError } from '../dicomError.ts';
import type { RangeReader } from '../rangeReader.ts';
import type { Warning } from '../warning.ts';

/** A run of bytes in the file. */
export interface Span {
  offset: number;
  length: number;
}

/** The size of one read while walking fragments, so that many small ones cost few requests. */
const WINDOW = 65_536;
const SEQUENCE_END = 0xfffee0dd;

export const ITEM = 0xfffee000;

/** Reads the header of an item (PS3.5 7.5.1). Files with fragments are little endian. */
export function itemHeader(bytes: Uint8Array, at = 0): { tag: number; length: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  return {
    tag: view.getUint16(0, true) * 0x10000 + view.getUint16(2, true),
    length: view.getUint32(4, true),
  };
}

/**
 * Lists all fragments by their item headers, up to the first element that is not an item.
 * @param first the offset of the first item
 * @param end the end of the pixel data
 * @throws DicomError `corrupt-codestream` if there is no item
 */
export async function walkFragments(
  reader: RangeReader,
  first: number,
  end: number,
  warnings: Warning[],
): Promise<Span[]> {
  const fragments: Span[] = [];
  let position = first;
  let window: { start: number; bytes: Uint8Array } = { start: 0, bytes: new Uint8Array(0) };
  const headerAt = async (place: number) => {
    if (place < window.start || place + 8 > window.start + window.bytes.length)
      window = { start: place, bytes: await reader.read(place, WINDOW) };
    return window.bytes.length < 8 ? { tag: 0, length: 0 } : itemHeader(window.bytes, place - window.start);
  };
  let isOdd = false;
  let padded = false;
  while (position + 8 <= end) {
    let header = await headerAt(position);
    const belongs = header.tag === ITEM || header.tag === SEQUENCE_END;
    // Lengths are even (PS3.5 A.4), but some writers give an odd length and do not count the padding.
    if (!belongs && isOdd && position + 9 <= end) {
      header = await headerAt(++position);
      if (!padded && header.tag === ITEM) warnings.push(paddedBeyond(position));
      padded = true;
    }
    const { tag, length } = header;
    if (tag === SEQUENCE_END) return fragments;
    if (tag !== ITEM && fragments.length > 0) break;
    if (tag !== ITEM)
      throw new DicomError('corrupt-codestream', 'There is no item after the offset table.', {
        tag: '(7fe0,0010)',
        offset: position,
      });
    if (length > 0) fragments.push({ offset: position + 8, length });
    isOdd = length % 2 === 1;
    position += 8 + length;
  }
  warnings.push({
    code: 'no-sequence-delimiter',
    message: 'The pixel data ends without a delimiter.',
    tag: '(7fe0,0010)',
    offset: position,
  });
  return fragments;
}

const paddedBeyond = (offset: number): Warning => ({
  code: 'odd-fragment',
  message: 'A fragment has an odd length that does not include its padding byte.',
  tag: '(7fe0,0010)',
  offset,
});

/**
 * Recognises the start of a frame from 8 bytes: JPEG, JPEG-LS, JPEG 2000, a JP2 file or RLE. An offset table starts with 0,
 * unlike any of them.
 */
export function startsFrame(bytes: Uint8Array): boolean {
  const [first, second, third] = bytes;
  if (first === 0xff) return (second === 0xd8 || second === 0x4f) && third === 0xff;
  return (bytes[4] === 0x6a && bytes[5] === 0x50) || isRle(bytes);
}

/** Recognises an RLE header (PS3.5 G.5): 1 to 15 segments, of which the first follows directly. */
export const isRle = (bytes: Uint8Array): boolean =>
  bytes[0] !== undefined &&
  bytes[0] >= 1 &&
  bytes[0] <= 15 &&
  [0, 0, 0, 64, 0, 0, 0].every((value, at) => bytes[at + 1] === value);
