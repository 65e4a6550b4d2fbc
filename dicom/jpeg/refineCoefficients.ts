import { readBits, readSymbol, type Bits } from './bits.ts';
import type { HuffmanTable } from './huffmanTable.ts';
import { ZIGZAG } from './tables.ts';

/**
 * Refines one block's band of AC coefficients by a bit (ITU T.81 G.1.2.3): each nonzero coefficient on the way gets a
 * correction bit; a new one of size 1 follows after `run` zeros.
 *
 * @param at the index of the block's first coefficient in `values`
 * @param bit the value of the bit that this scan adds, 2^Al
 * @param blocks the number of blocks, including this one, without new coefficients (EOBRUN)
 * @returns that number for the next block
 */
export function refineCoefficients(
  bits: Bits,
  table: HuffmanTable,
  values: Int16Array,
  at: number,
  first: number,
  last: number,
  bit: number,
  blocks: number,
): number {
  let k = first;
  let left = blocks;
  while (k <= last && left === 0) {
    const symbol = readSymbol(bits, table);
    let zeros = symbol >> 4;
    let added = 0;
    if ((symbol & 15) !== 0) added = readBits(bits, 1) === 1 ? bit : -bit;
    else if (zeros < 15) {
      left = (1 << zeros) + readBits(bits, zeros);
      break;
    }
    for (; k <= last; k++) {
      const place = at + ZIGZAG[k]!;
      if (values[place] !== 0) correct(bits, values, place, bit);
      else if (zeros-- === 0) {
        values[place] = added;
        k++;
        break;
      }
    }
  }
  if (left === 0) return 0;
  for (; k <= last; k++) {
    const place = at + ZIGZAG[k]!;
    if (values[place] !== 0) correct(bits, values, place, bit);
  }
  return left - 1;
}

/** Applies a correction bit, which adds this scan's bit to the magnitude. */
function correct(bits: Bits, values: Int16Array, place: number, bit: number): void {
  if (readBits(bits, 1) === 0) return;
  const value = values[place]!;
  values[place] = value + (value < 0 ? -bit : bit);
}
