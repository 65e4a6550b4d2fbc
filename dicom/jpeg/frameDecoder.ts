import { assemble, makeSamples } from './assemble.ts';
import { isYcbcr, type ColourMarkers } from './colourTransform.ts';
import { decodeLosslessScan } from './decodeLossless.ts';
import {
  decodeProgressiveScan,
  makeCoefficients,
  transformCoefficients,
  type Coefficients,
} from './decodeProgressive.ts';
import { decodeSequentialScan } from './decodeSequential.ts';
import type { FrameHeader } from './frameHeader.ts';
import { makePlanes, type Plane } from './planes.ts';
import type { ScanHeader } from './scanHeader.ts';
import type { Tables } from './tables.ts';

/** Gathers the scans of one frame. */
export interface FrameDecoder {
  /** @returns where the marker after the scan is */
  decodeScan(bytes: Uint8Array, scan: ScanHeader, tables: Tables): number;
  /** Whether every component was in a scan. */
  complete(): boolean;
  finish(
    colour: ColourMarkers,
    unmarked: 'ycbcr' | 'rgb',
  ): { pixels: Uint8Array | Uint16Array; transform: 'ycbcr' | 'none' };
}

/** Lossless frames have no colour transform of their own: the components are as stored. */
export function losslessFrame(frame: FrameHeader): FrameDecoder {
  const pixels = makeSamples(frame.width * frame.height * frame.components.length, frame.precision);
  const shifts = new Map<number, number>();
  return {
    decodeScan(bytes, scan) {
      const next = decodeLosslessScan(bytes, frame, scan, pixels);
      for (const { index } of scan.components) shifts.set(index, scan.low);
      return next;
    },
    complete: () => shifts.size === frame.components.length,
    finish() {
      for (const [index, shift] of shifts) undoPointTransform(pixels, index, frame.components.length, shift);
      return { pixels, transform: 'none' };
    },
  };
}

/** The samples were divided by 2^Pt before coding (ITU T.81 H.1.2.1, A.4). */
function undoPointTransform(
  pixels: Uint8Array | Uint16Array,
  start: number,
  stride: number,
  shift: number,
): void {
  if (shift === 0) return;
  for (let at = start; at < pixels.length; at += stride) pixels[at]! <<= shift;
}

export function dctFrame(frame: FrameHeader): FrameDecoder {
  const planes = makePlanes(frame);
  const progressive = frame.mode === 'progressive' ? planes.map(makeCoefficients) : undefined;
  return {
    decodeScan(bytes, scan, tables) {
      for (const { index, quantisation } of scan.components)
        planes[index]!.quantisation ??= tables.quantisation[quantisation];
      return progressive === undefined
        ? decodeSequentialScan(bytes, frame, scan, planes)
        : decodeProgressiveScan(bytes, frame, scan, planes, progressive);
    },
    complete: () => planes.every(({ quantisation }) => quantisation !== undefined),
    finish(colour, unmarked) {
      if (progressive !== undefined) transformAll(frame, planes, progressive);
      const ycbcr = isYcbcr(frame, colour, unmarked);
      return { pixels: assemble(frame, planes, ycbcr), transform: ycbcr ? 'ycbcr' : 'none' };
    },
  };
}

function transformAll(frame: FrameHeader, planes: Plane[], coefficients: Coefficients[]): void {
  planes.forEach((plane, index) => {
    transformCoefficients(plane, coefficients[index]!, frame.precision);
  });
}
