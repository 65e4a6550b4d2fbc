import { readSigned, readSymbol, type Bits } from './bits.ts';
import type { LosslessScanDecoder } from './decodeLossless.ts';
import { checkInterval, extractEntropyData } from './entropyData.ts';
import type { HuffmanTable } from './huffmanTable.ts';

/** The predictors by selection value, from the neighbours left, above, and above left (ITU T.81 table H.1). */
const PREDICTORS: readonly ((left: number, above: number, before: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, above) => above,
  (_, __, before) => before,
  (left, above, before) => left + above - before,
  (left, above, before) => left + ((above - before) >> 1),
  (left, above, before) => above + ((left - before) >> 1),
  (left, above) => (left + above) >> 1,
];

/** Does the same as the kernel, for pages that forbid WebAssembly: a row at a time, two or three times slower. */
export const decodeLosslessInJs: LosslessScanDecoder = (scan, wide, putRows) => {
  const { bytes, start, width, height, initial, rowsPerInterval, tables } = scan;
  const lanes = tables.length;
  const data = extractEntropyData(bytes, start, width * lanes * 4 + 8);
  const bits: Bits = { view: data.view, position: 0 };
  const predict = PREDICTORS[scan.predictor]!;
  let above = new Uint16Array(width * lanes);
  let row = new Uint16Array(width * lanes);
  let interval = 0;
  for (let y = 0; y < height; y++) {
    const isFirst = y === 0 || (rowsPerInterval > 0 && y % rowsPerInterval === 0);
    if (isFirst && y > 0) bits.position = data.ends[interval++]!;
    for (let at = 0; at < row.length; at++) {
      const difference = readDifference(bits, tables[at % lanes]!);
      const left = row[at - lanes]!;
      // The first row is predicted from the left. Each other row starts from the sample above (H.1.2.1).
      const guess =
        at < lanes
          ? isFirst
            ? initial
            : above[at]!
          : isFirst
            ? left
            : predict(left, above[at]!, above[at - lanes]!);
      row[at] = guess + difference;
    }
    checkInterval(data, interval, bits.position);
    putRows(y, wide ? row : Uint8Array.from(row));
    [above, row] = [row, above];
  }
  return data.next;
};

/** Reads a category and as many additional bits; 16 means 32,768 without additional bits (H.1.2.2). Modulo 2^16. */
function readDifference(bits: Bits, table: HuffmanTable): number {
  const category = readSymbol(bits, table);
  return category > 15 ? 32_768 : readSigned(bits, category);
}
