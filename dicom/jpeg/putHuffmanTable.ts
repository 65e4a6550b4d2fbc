import type { HuffmanTable } from './huffmanTable.ts';

/** The bytes of a table in a kernel's memory; see `kernels/assembly/huffmanBits.ts`. */
export const TABLE_SIZE = 0x1200;

/** Writes a table into a kernel's memory. */
export function putHuffmanTable(
  memory: ArrayBuffer,
  at: number,
  { lookup, limits, offsets, symbols }: HuffmanTable,
): void {
  new Int32Array(memory, at).set(lookup);
  new Int32Array(memory, at + 0x1000).set(limits);
  new Int32Array(memory, at + 0x1050).set(offsets);
  new Uint8Array(memory, at + 0x10a0).set(symbols);
  new Uint32Array(memory, at + 0x11a0)[0] = symbols.length;
}
