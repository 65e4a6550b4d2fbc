import { corrupt } from '../codestream/segments.ts';
import { peek, readSigned, readSymbol, type Bits } from './bits.ts';
import type { FrameHeader } from './frameHeader.ts';
import { findLongCode, LOOKUP_BITS, type HuffmanTable } from './huffmanTable.ts';
import { inverseDct, inverseDctOfDc } from './inverseDct.ts';
import type { Plane } from './planes.ts';
import { requireTable, type ScanHeader } from './scanHeader.ts';
import { ZIGZAG } from './tables.ts';
import { walkBlocks } from './walkBlocks.ts';

/**
 * Decodes one scan of a baseline or extended sequential frame (ITU T.81 F.2) into the planes of its components.
 * @returns the offset of the marker after the scan
 * @throws DicomError `truncated`, `corrupt-codestream`
 */
export type SequentialScanDecoder = (
  bytes: Uint8Array,
  frame: FrameHeader,
  scan: ScanHeader,
  planes: Plane[],
) => number;

/** Does the same as the kernel, for pages that forbid WebAssembly. */
export const decodeSequentialInJs: SequentialScanDecoder = (bytes, frame, scan, planes) => {
  const parts = scan.components.map(({ index, dcTable, acTable }) => ({
    plane: planes[index]!,
    quantisation: requireQuantisation(planes[index]!, scan),
    dc: requireTable(dcTable, scan),
    ac: requireTable(acTable, scan),
  }));
  const predictions = new Int32Array(parts.length);
  const coefficients = new Int32Array(64);
  const bits: Bits = { view: new DataView(new ArrayBuffer(0)), position: 0 };
  return walkBlocks(bytes, frame, scan, planes, {
    bits,
    restart: () => predictions.fill(0),
    decodeBlock(place, block) {
      const { plane, quantisation, dc, ac } = parts[place]!;
      const prediction = predictions[place]! + readSigned(bits, readSymbol(bits, dc) & 15);
      predictions[place] = prediction;
      const row = Math.floor(block / plane.blocksPerRow);
      const at = row * 8 * plane.stride + (block - row * plane.blocksPerRow) * 8;
      const level = prediction * quantisation[0]!;
      if (readCoefficients(bits, ac, quantisation, coefficients)) {
        coefficients[0] = level;
        inverseDct(coefficients, plane.samples, at, plane.stride, frame.precision);
        coefficients.fill(0);
      } else inverseDctOfDc(level, plane.samples, at, plane.stride, frame.precision);
    },
  });
};

/**
 * Reads a block's AC coefficients (F.2.2.2), dequantises them and restores their natural order.
 * @returns whether one is not 0
 */
function readCoefficients(
  bits: Bits,
  table: HuffmanTable,
  quantisation: Uint16Array,
  coefficients: Int32Array,
): boolean {
  const { lookup } = table;
  let any = false;
  for (let k = 1; k < 64; k++) {
    const window = peek(bits);
    let entry = lookup[window >>> (32 - LOOKUP_BITS)]!;
    if (entry === 0) entry = findLongCode(table, window);
    bits.position += entry >> 16;
    const size = entry & 15;
    const run = (entry >> 4) & 15;
    if (size === 0) {
      if (run < 15) break;
      k += 15;
      continue;
    }
    k += run;
    if (k > 63) throw corrupt('A block has more than 64 coefficients', 0);
    const natural = ZIGZAG[k]!;
    coefficients[natural] = readSigned(bits, size) * quantisation[natural]!;
    any = true;
  }
  return any;
}

/** @throws DicomError `corrupt-codestream` if the component's table was not defined */
export function requireQuantisation({ quantisation }: Plane, scan: ScanHeader): Uint16Array {
  if (quantisation === undefined)
    throw corrupt('The scan needs a quantisation table that is missing', scan.start);
  return quantisation;
}
