import { findLongCode, LOOKUP_BITS, type HuffmanTable } from './huffmanTable.ts';

/**
 * Decodes the differences of one row (ITU T.81 H.2): a category SSSS, and as many additional bits. Category 16 is
 * 32,768 and has none (H.1.2.2).
 *
 * The position in bits is the only state that one sample hands to the next: one unaligned read, one look-up.
 *
 * @param position the first bit in `view`, which must hold four bytes a sample from there
 * @param tables one for each component of the scan
 * @param differences filled: one a sample, interleaved over the scan's components
 * @returns the bit after the row
 */
export function decodeDifferences(
  view: DataView,
  position: number,
  tables: HuffmanTable[],
  differences: Int32Array,
): number {
  return tables.length === 1
    ? decodeOne(view, position, tables[0]!, differences)
    : decodeMany(view, position, tables, differences);
}

function decodeOne(view: DataView, start: number, table: HuffmanTable, differences: Int32Array): number {
  const { lookup } = table;
  let position = start;
  for (let index = 0; index < differences.length; index++) {
    // 25 bits or more are valid, enough for a code of 10 bits and 15 additional ones.
    const window = view.getInt32(position >>> 3) << (position & 7);
    const entry = lookup[window >>> (32 - LOOKUP_BITS)]!;
    const category = entry & 0xff;
    if (entry === 0 || category > 15) {
      position = decodeRare(view, position, table, differences, index);
      continue;
    }
    position += (entry >> 8) & 0xff;
    differences[index] = extend(window << (entry >> 16), category);
  }
  return position;
}

function decodeMany(view: DataView, start: number, tables: HuffmanTable[], differences: Int32Array): number {
  let position = start;
  for (let index = 0; index < differences.length;) {
    for (let lane = 0; lane < tables.length; lane++, index++) {
      const table = tables[lane]!;
      const window = view.getInt32(position >>> 3) << (position & 7);
      const entry = table.lookup[window >>> (32 - LOOKUP_BITS)]!;
      const category = entry & 0xff;
      if (entry === 0 || category > 15) {
        position = decodeRare(view, position, table, differences, index);
        continue;
      }
      position += (entry >> 8) & 0xff;
      differences[index] = extend(window << (entry >> 16), category);
    }
  }
  return position;
}

/** EXTEND (F.2.2.1) of the first `size` bits of a left-aligned window, 0 to 15, without a branch. */
const extend = (window: number, size: number): number => {
  const negative = ~(window >> 31);
  return ((window >>> 1) >>> (31 - size)) + (negative & ((-1 << size) + 1));
};

/** A code of more than 10 bits, or category 16. */
function decodeRare(
  view: DataView,
  position: number,
  table: HuffmanTable,
  differences: Int32Array,
  index: number,
): number {
  const entry = findLongCode(table, view.getInt32(position >>> 3) << (position & 7));
  const category = entry & 0xff;
  const bits = position + (entry >> 16);
  if (category >= 16) {
    differences[index] = 32768;
    return bits;
  }
  differences[index] = extend(view.getInt32(bits >>> 3) << (bits & 7), category);
  return bits + category;
}
