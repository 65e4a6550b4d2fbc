import { assemble } from './assemble.ts';
import { isYcbcr } from './colourTransform.ts';
import {
  decodeProgressiveScan,
  makeCoefficients,
  transformCoefficients,
  type Coefficients,
} from './decodeProgressive.ts';
import type { SequentialScanDecoder } from './decodeSequential.ts';
import type { FrameDecoder } from './frameDecoder.ts';
import type { FrameHeader } from './frameHeader.ts';
import { makePlanes, type Plane } from './planes.ts';

/** Creates a decoder of a DCT frame, sequential or progressive. */
export function dctFrame(frame: FrameHeader, decodeSequential: SequentialScanDecoder): FrameDecoder {
  const planes = makePlanes(frame);
  const progressive = frame.mode === 'progressive' ? planes.map(makeCoefficients) : undefined;
  return {
    decodeScan(bytes, scan, tables) {
      for (const { index, quantisation } of scan.components)
        planes[index]!.quantisation ??= tables.quantisation[quantisation];
      return progressive === undefined
        ? decodeSequential(bytes, frame, scan, planes)
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
