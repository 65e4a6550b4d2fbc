import { corrupt } from '../codestream/segments.ts';

/** The longest code that one look-up finds: a table of 4 KB stays in the first-level cache. */
export const LOOKUP_BITS = 10;

/**
 * A Huffman table (ITU T.81 annex C and F.2.2.3) for look-ups by the next bits.
 *
 * `lookup[next 10 bits]` is 0 if the code is longer or invalid, else
 * `code length << 16 | total length << 8 | symbol`, the total being code plus the additional bits that follow,
 * whose number is in the symbol's low four bits.
 */
export interface HuffmanTable {
  lookup: Int32Array;
  /** For each length 1 to 16, the first code above those of that length, left-aligned to 16 bits. */
  limits: Int32Array;
  /** For each length, the offset from a code to its index in `symbols`. */
  offsets: Int32Array;
  symbols: Uint8Array;
}

/**
 * @param counts the number of codes of each length from 1 to 16 (BITS)
 * @param symbols their values in order of increasing length (HUFFVAL)
 * @param offset the table's offset in the codestream, for errors
 * @throws DicomError `corrupt-codestream` if there are more codes than the lengths allow
 */
export function buildHuffmanTable(counts: Uint8Array, symbols: Uint8Array, offset: number): HuffmanTable {
  const lookup = new Int32Array(1 << LOOKUP_BITS);
  const limits = new Int32Array(17);
  const offsets = new Int32Array(17);
  let code = 0;
  let index = 0;
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1]!;
    offsets[length] = index - code;
    if (code + count > 1 << length)
      throw corrupt('A Huffman table has more codes than its code lengths allow', offset);
    for (let end = index + count; index < end; index++, code++) {
      if (length > LOOKUP_BITS) continue;
      const symbol = symbols[index]!;
      const entry = (length << 16) | ((length + (symbol & 15)) << 8) | symbol;
      const first = code << (LOOKUP_BITS - length);
      lookup.fill(entry, first, first + (1 << (LOOKUP_BITS - length)));
    }
    limits[length] = code << (16 - length);
    code <<= 1;
  }
  return { lookup, limits, offsets, symbols };
}

/**
 * Finds a code that is too long for the look-up.
 * @param window the next bits, left-aligned in 32, at least 16 of them valid
 * @returns an entry as in `lookup`
 * @throws DicomError `corrupt-codestream` if no code matches
 */
export function findLongCode(table: HuffmanTable, window: number): number {
  const bits = window >>> 16;
  for (let length = 1; length <= 16; length++) {
    if (bits >= table.limits[length]!) continue;
    const symbol = table.symbols[(bits >>> (16 - length)) + table.offsets[length]!];
    if (symbol === undefined) break;
    return (length << 16) | ((length + (symbol & 15)) << 8) | symbol;
  }
  throw corrupt('The compressed data has a code that is not in its Huffman table', 0);
}
