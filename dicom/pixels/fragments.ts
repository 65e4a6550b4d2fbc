import { DicomError } from '../dicomError.ts';
import type { RangeReader } from '../rangeReader.ts';
import type { Warning } from '../warning.ts';

/** A run of bytes in the file. */
export interface Span {
  offset: number;
  length: number;
}

/** Fragments are walked by reads of this size, so that a walk over many small ones costs few requests. */
const WINDOW = 65_536;
const SEQUENCE_END = 0xfffee0dd;

export const ITEM = 0xfffee000;

/** The header of an item (PS3.5 7.5.1), which is little endian wherever there are fragments. */
export function itemHeader(bytes: Uint8Array, at = 0): { tag: number; length: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8);
  return {
    tag: view.getUint16(0, true) * 0x10000 + view.getUint16(2, true),
    length: view.getUint32(4, true),
  };
}

/**
 * All fragments, by their item headers alone. What stands where an item belongs ends them.
 * @param first where the first item is
 * @param end of the pixel data
 * @throws DicomError `corrupt-codestream` where there is no item at all
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
    // Lengths are even (PS3.5 A.4); some writers pad, and leave the padding out of an odd length.
    if (!belongs && isOdd && position + 9 <= end) {
      header = await headerAt(++position);
      if (!padded && header.tag === ITEM) warnings.push(paddedBeyond(position));
      padded = true;
    }
    const { tag, length } = header;
    if (tag === SEQUENCE_END) return fragments;
    if (tag !== ITEM && fragments.length > 0) break;
    if (tag !== ITEM)
      throw new DicomError('corrupt-codestream', 'After the offset table there is no item.', {
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
  message: 'A fragment has an odd length, and a byte of padding that its length leaves out.',
  tag: '(7fe0,0010)',
  offset,
});

/**
 * Whether bytes start like a frame: JPEG or JPEG-LS, JPEG 2000, a JP2 file, or RLE. A table of offsets starts with 0, and
 * so like none of them. Eight bytes are enough.
 */
export function startsFrame(bytes: Uint8Array): boolean {
  const [first, second, third] = bytes;
  if (first === 0xff) return (second === 0xd8 || second === 0x4f) && third === 0xff;
  return (bytes[4] === 0x6a && bytes[5] === 0x50) || isRle(bytes);
}

/** Whether bytes start like an RLE header (PS3.5 G.5): 1 to 15 segments, of which the first lies right after it. */
export const isRle = (bytes: Uint8Array): boolean =>
  bytes[0] !== undefined &&
  bytes[0] >= 1 &&
  bytes[0] <= 15 &&
  [0, 0, 0, 64, 0, 0, 0].every((value, at) => bytes[at + 1] === value);
