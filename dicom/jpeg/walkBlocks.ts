import { checkInterval, extractEntropyData } from './entropyData.ts';
import type { Bits } from './bits.ts';
import type { FrameHeader } from './frameHeader.ts';
import { mcusHigh, mcusWide, type Plane } from './planes.ts';
import type { ScanHeader } from './scanHeader.ts';

/** Decodes one block. `block` is its index in the plane's stored blocks; `place` is the component's index in the scan. */
export interface BlockDecoder {
  bits: Bits;
  decodeBlock(place: number, block: number): void;
  /** Resets predictions and runs (ITU T.81 F.2.1.3.1, G.1.2.2). */
  restart(): void;
}

/** The most bytes that one block can read past the end: 64 codes of 16 bits with 16 more, and the corrections. */
const SLACK_PER_BLOCK = 320;
/** The most blocks in one MCU: 4 components of 4 x 4. */
const MAX_BLOCKS = 64;

/**
 * Runs a decoder over the blocks and restart intervals of a scan: row by row for one component (A.2.2), by MCU for several
 * (A.2.3).
 * @returns the offset of the marker after the scan
 * @throws DicomError `truncated` if the bits end too early
 */
export function walkBlocks(
  bytes: Uint8Array,
  frame: FrameHeader,
  scan: ScanHeader,
  planes: Plane[],
  decoder: BlockDecoder,
): number {
  const data = extractEntropyData(bytes, scan.dataStart, SLACK_PER_BLOCK * MAX_BLOCKS);
  const { bits } = decoder;
  bits.view = data.view;
  bits.position = 0;
  const alone = scan.components.length === 1 ? planes[scan.components[0]!.index] : undefined;
  const wide = alone?.blocksWide ?? mcusWide(frame);
  const high = alone?.blocksHigh ?? mcusHigh(frame);
  let interval = 0;
  let left = scan.restartInterval;
  decoder.restart();
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      if (scan.restartInterval > 0 && left-- === 0) {
        left = scan.restartInterval - 1;
        bits.position = data.ends[interval++]!;
        decoder.restart();
      }
      if (alone === undefined) decodeMcu(scan, planes, decoder, x, y);
      else decoder.decodeBlock(0, y * alone.blocksPerRow + x);
      checkInterval(data, interval, bits.position);
    }
  }
  return data.next;
}

function decodeMcu(scan: ScanHeader, planes: Plane[], decoder: BlockDecoder, x: number, y: number): void {
  for (let place = 0; place < scan.components.length; place++) {
    const { index, h, v } = scan.components[place]!;
    const { blocksPerRow } = planes[index]!;
    for (let row = 0; row < v; row++)
      for (let column = 0; column < h; column++)
        decoder.decodeBlock(place, (y * v + row) * blocksPerRow + x * h + column);
  }
}
