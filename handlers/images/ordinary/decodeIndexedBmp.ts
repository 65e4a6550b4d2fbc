import type { Bitmap } from './bitmap.ts';
import { truncated, viewOf } from './structure.ts';

/** BI_RLE8 and BI_RLE4. */
const RUN_LENGTHS = [1, 2];

/** The layout of a bitmap's indices: https://learn.microsoft.com/windows/win32/gdi/bitmap-storage */
interface Layout {
  width: number;
  height: number;
  bits: number;
  offset: number;
  topDown: boolean;
}

/** Returns true if the pixels are indices into a palette. */
export const isIndexedBmp = (bytes: Uint8Array): boolean => viewOf(bytes).getUint16(28, true) <= 8;

/**
 * Decodes a bitmap of 1, 4 or 8 bits, plain or run-length encoded. jimp decodes only plain ones of 1 and 8 bits
 * correctly. `readBmpStructure` has validated the headers. Throws RejectedImageError.
 */
export function decodeIndexedBmp(bytes: Uint8Array): Bitmap {
  const view = viewOf(bytes);
  const layout: Layout = {
    width: view.getInt32(18, true),
    height: Math.abs(view.getInt32(22, true)),
    bits: view.getUint16(28, true),
    offset: view.getUint32(10, true),
    topDown: view.getInt32(22, true) < 0,
  };
  const runs = RUN_LENGTHS.includes(view.getUint32(30, true));
  const indices = runs ? readRuns(bytes, layout) : readRows(bytes, layout);
  const palette = 14 + view.getUint32(14, true);
  const colours = view.getUint32(46, true) || 2 ** layout.bits;
  const { width, height } = layout;
  const data = Buffer.alloc(width * height * 4, 0xff);
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const at = palette + 4 * indices[pixel]!;
    const known = indices[pixel]! < colours;
    for (let channel = 0; channel < 3; channel++)
      data[4 * pixel + channel] = known ? (bytes[at + 2 - channel] ?? 0) : 0;
  }
  return { width, height, channels: 4, data };
}

/** Reads the index of a pixel from packed bytes, in which the first pixel has the highest bits. */
const readIndex = (bytes: Uint8Array, from: number, place: number, bits: number): number => {
  const bit = place * bits;
  return ((bytes[from + (bit >> 3)] ?? 0) >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
};

/** Reads plain rows, which are stored from the bottom up unless `topDown`, and padded to 32 bits. */
function readRows(bytes: Uint8Array, { width, height, bits, offset, topDown }: Layout): Uint8Array {
  const indices = new Uint8Array(width * height);
  const stride = Math.ceil((width * bits) / 32) * 4;
  for (let row = 0; row < height; row++) {
    const from = offset + stride * row;
    const to = (topDown ? row : height - 1 - row) * width;
    for (let x = 0; x < width; x++) indices[to + x] = readIndex(bytes, from, x, bits);
  }
  return indices;
}

/** Decodes runs and escapes: end of line, end of bitmap, a move of the position, or literal indices. */
function readRuns(bytes: Uint8Array, { width, height, bits, offset }: Layout): Uint8Array {
  const indices = new Uint8Array(width * height);
  let [x, y] = [0, 0];
  const put = (index: number) => {
    if (x < width && y < height) indices[(height - 1 - y) * width + x] = index;
    x++;
  };
  for (let at = offset; y < height;) {
    if (at + 2 > bytes.length) throw truncated('BMP');
    const count = bytes[at]!;
    const second = bytes[at + 1]!;
    at += 2;
    if (count > 0)
      for (let place = 0; place < count; place++)
        put(readIndex(bytes, at - 1, bits === 8 ? 0 : place % 2, bits));
    else if (second === 1) break;
    else if (second === 0) [x, y] = [0, y + 1];
    else if (second === 2) {
      x += bytes[at] ?? 0;
      y += bytes[at + 1] ?? 0;
      at += 2;
    } else {
      for (let place = 0; place < second; place++) put(readIndex(bytes, at, place, bits));
      // Literal indices are padded to 16 bits.
      at += 2 * Math.ceil((second * bits) / 16);
    }
  }
  return indices;
}
