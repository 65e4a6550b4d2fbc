import { corrupt, MARKER, truncated, type Segment } from '../codestream/segments.ts';
import { buildHuffmanTable, type HuffmanTable } from './huffmanTable.ts';

/** The tables that apply at one point of the codestream; a later segment replaces them (ITU T.81 B.2.4). */
export interface Tables {
  dc: (HuffmanTable | undefined)[];
  ac: (HuffmanTable | undefined)[];
  /** In natural (row by row) order. */
  quantisation: (Uint16Array | undefined)[];
  /** In MCUs; 0 without restarts. */
  restartInterval: number;
}

export const noTables = (): Tables => ({ dc: [], ac: [], quantisation: [], restartInterval: 0 });

/** The natural index of each coefficient in zigzag order (figure A.6). The extra entries catch runs past the end. */
export const ZIGZAG = new Uint8Array([
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
]);

/**
 * Reads the tables of a DHT, DQT or DRI segment.
 * @throws DicomError `corrupt-codestream`, `truncated`
 */
export function readTables(bytes: Uint8Array, segment: Segment, tables: Tables): void {
  if (segment.marker === MARKER.DHT) readHuffmanTables(bytes, segment, tables);
  else if (segment.marker === MARKER.DQT) readQuantisationTables(bytes, segment, tables);
  else if (segment.marker === MARKER.DRI) {
    if (segment.end - segment.body < 2) throw truncated('The restart interval is missing', segment.start);
    tables.restartInterval = (bytes[segment.body]! << 8) | bytes[segment.body + 1]!;
  }
}

function readHuffmanTables(bytes: Uint8Array, { start, body, end }: Segment, tables: Tables): void {
  for (let at = body; at < end;) {
    const target = bytes[at]! >> 4 === 0 ? tables.dc : tables.ac;
    const place = bytes[at]! & 15;
    if (bytes[at]! >> 4 > 1 || place > 3) throw corrupt('A Huffman table has an invalid destination', at);
    const counts = bytes.subarray(at + 1, at + 17);
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (at + 17 + total > end) throw truncated('A Huffman table is longer than its segment', start);
    if (total > 256) throw corrupt('A Huffman table has more than 256 symbols', at);
    target[place] = buildHuffmanTable(counts, bytes.slice(at + 17, at + 17 + total), at);
    at += 17 + total;
  }
}

function readQuantisationTables(bytes: Uint8Array, { start, body, end }: Segment, tables: Tables): void {
  for (let at = body; at < end;) {
    const wide = bytes[at]! >> 4;
    const place = bytes[at]! & 15;
    if (wide > 1 || place > 3) throw corrupt('A quantisation table has an invalid destination', at);
    if (at + 1 + 64 * (wide + 1) > end)
      throw truncated('A quantisation table is longer than its segment', start);
    const table = new Uint16Array(64);
    for (let index = 0; index < 64; index++) {
      const value = at + 1 + index * (wide + 1);
      table[ZIGZAG[index]!] = wide === 0 ? bytes[value]! : (bytes[value]! << 8) | bytes[value + 1]!;
    }
    tables.quantisation[place] = table;
    at += 1 + 64 * (wide + 1);
  }
}
