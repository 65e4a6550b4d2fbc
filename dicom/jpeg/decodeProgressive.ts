import { corrupt } from '../codestream/segments.ts';
import { readBits, readSigned, readSymbol, type Bits } from './bits.ts';
import type { FrameHeader } from './frameHeader.ts';
import { inverseDct } from './inverseDct.ts';
import type { Plane } from './planes.ts';
import { refineCoefficients } from './refineCoefficients.ts';
import { requireTable, type ScanHeader } from './scanHeader.ts';
import { ZIGZAG } from './tables.ts';
import { walkBlocks, type BlockDecoder } from './walkBlocks.ts';

/** The quantised coefficients of one component, 64 a block in natural order, and the precision reached by each. */
export interface Coefficients {
  values: Int16Array;
  /** The bit (Al) of each coefficient's last scan; -1 before the first. */
  reached: Int8Array;
}

export const makeCoefficients = ({ blocksPerRow, blockRows }: Plane): Coefficients => ({
  values: new Int16Array(blocksPerRow * blockRows * 64),
  reached: new Int8Array(64).fill(-1),
});

/**
 * Decodes one scan of a progressive frame (ITU T.81 annex G) into coefficients.
 * @returns the offset of the marker after the scan
 * @throws DicomError `truncated`, `corrupt-codestream`
 */
export function decodeProgressiveScan(
  bytes: Uint8Array,
  frame: FrameHeader,
  scan: ScanHeader,
  planes: Plane[],
  coefficients: Coefficients[],
): number {
  checkProgression(scan, coefficients);
  const targets = scan.components.map(({ index }) => coefficients[index]!.values);
  const bits: Bits = { view: new DataView(new ArrayBuffer(0)), position: 0 };
  const decoder =
    scan.spectralStart === 0 ? dcDecoder(bits, scan, targets) : acDecoder(bits, scan, targets[0]!);
  return walkBlocks(bytes, frame, scan, planes, decoder);
}

/**
 * Checks a scan against G.1.1.1: DC alone, or a band of AC coefficients of one component; each bit once, from the top down.
 * This also limits the number of scans.
 */
function checkProgression(scan: ScanHeader, coefficients: Coefficients[]): void {
  const { spectralStart, spectralEnd, high, low, start } = scan;
  const dc = spectralStart === 0;
  if (dc ? spectralEnd !== 0 : spectralEnd < spectralStart || spectralEnd > 63 || scan.components.length > 1)
    throw corrupt('A progressive scan has a band of coefficients that does not exist', start);
  if (low > 13 || (high !== 0 && high !== low + 1))
    throw corrupt('A progressive scan skips bits of its coefficients', start);
  for (const { index } of scan.components) {
    const { reached } = coefficients[index]!;
    for (let k = spectralStart; k <= spectralEnd; k++) {
      if (reached[k]! !== (high === 0 ? -1 : high))
        throw corrupt('A progressive scan repeats or skips bits of its coefficients', start);
      reached[k] = low;
    }
  }
}

/** Decodes DC coefficients: differences of the upper bits in the first scan, one bit in each later one (G.1.2.1). */
function dcDecoder(bits: Bits, scan: ScanHeader, targets: Int16Array[]): BlockDecoder {
  const { low, high } = scan;
  const predictions = new Int32Array(targets.length);
  const restart = () => {
    predictions.fill(0);
  };
  if (high !== 0)
    return {
      bits,
      restart,
      decodeBlock(place, block) {
        if (readBits(bits, 1) === 1) targets[place]![block * 64]! |= 1 << low;
      },
    };
  const tables = scan.components.map(({ dcTable }) => requireTable(dcTable, scan));
  return {
    bits,
    restart,
    decodeBlock(place, block) {
      const prediction = predictions[place]! + readSigned(bits, readSymbol(bits, tables[place]!) & 15);
      predictions[place] = prediction;
      targets[place]![block * 64] = prediction << low;
    },
  };
}

/** Decodes a band of AC coefficients, with runs of blocks at their end of band (G.1.2.2, G.1.2.3). */
function acDecoder(bits: Bits, scan: ScanHeader, values: Int16Array): BlockDecoder {
  const { low, high, spectralStart, spectralEnd } = scan;
  const table = requireTable(scan.components[0]!.acTable, scan);
  let run = 0;
  const restart = () => {
    run = 0;
  };
  if (high !== 0)
    return {
      bits,
      restart,
      decodeBlock(_, block) {
        run = refineCoefficients(bits, table, values, block * 64, spectralStart, spectralEnd, 1 << low, run);
      },
    };
  return {
    bits,
    restart,
    decodeBlock(_, block) {
      if (run > 0) {
        run--;
        return;
      }
      for (let k = spectralStart; k <= spectralEnd; k++) {
        const symbol = readSymbol(bits, table);
        const size = symbol & 15;
        const zeros = symbol >> 4;
        if (size === 0 && zeros < 15) {
          run = (1 << zeros) - 1 + readBits(bits, zeros);
          return;
        }
        k += zeros;
        if (size === 0) continue;
        if (k > 63) throw corrupt('A block has more than 64 coefficients', 0);
        values[block * 64 + ZIGZAG[k]!] = readSigned(bits, size) << low;
      }
    },
  };
}

/** Transforms the coefficients of all scans to samples. */
export function transformCoefficients(plane: Plane, { values }: Coefficients, precision: number): void {
  const { quantisation } = plane;
  if (quantisation === undefined) return;
  const block = new Int32Array(64);
  for (let row = 0, from = 0; row < plane.blockRows; row++) {
    for (let column = 0; column < plane.blocksPerRow; column++, from += 64) {
      for (let k = 0; k < 64; k++) block[k] = values[from + k]! * quantisation[k]!;
      inverseDct(block, plane.samples, row * 8 * plane.stride + column * 8, plane.stride, precision);
    }
  }
}
