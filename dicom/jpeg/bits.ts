import { findLongCode, LOOKUP_BITS, type HuffmanTable } from './huffmanTable.ts';

/** A position in entropy-coded data. Reading past the end gives zeros, which the caller has to check for. */
export interface Bits {
  view: DataView;
  /** The position in bits. */
  position: number;
}

/** Returns the next bits, left-aligned in 32; at least 25 are valid. */
export const peek = (bits: Bits): number => bits.view.getInt32(bits.position >>> 3) << (bits.position & 7);

/** Reads a Huffman code and returns its symbol. */
export function readSymbol(bits: Bits, table: HuffmanTable): number {
  const window = peek(bits);
  let entry = table.lookup[window >>> (32 - LOOKUP_BITS)]!;
  if (entry === 0) entry = findLongCode(table, window);
  bits.position += entry >> 16;
  return entry & 0xff;
}

/** Reads up to 16 bits as a number: RECEIVE (ITU T.81 F.2.2.4). */
export function readBits(bits: Bits, count: number): number {
  const value = (peek(bits) >>> 1) >>> (31 - count);
  bits.position += count;
  return value;
}

/** Reads up to 16 bits as a signed number: RECEIVE and EXTEND (F.2.2.1). */
export function readSigned(bits: Bits, count: number): number {
  const window = peek(bits);
  bits.position += count;
  return ((window >>> 1) >>> (31 - count)) + (~(window >> 31) & ((-1 << count) + 1));
}
