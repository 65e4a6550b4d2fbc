import { decodeLosslessScan, type LosslessScanDecoder } from './decodeLossless.ts';
import type { FrameDecoder } from './frameDecoder.ts';
import type { FrameHeader } from './frameHeader.ts';
import { makeSamples } from './makeSamples.ts';

/** Creates a decoder of a lossless frame. Its components are as stored: the process has no colour transform. */
export function losslessFrame(frame: FrameHeader, decode: LosslessScanDecoder): FrameDecoder {
  const pixels = makeSamples(frame.width * frame.height * frame.components.length, frame.precision);
  const shifts = new Map<number, number>();
  return {
    decodeScan(bytes, scan) {
      const next = decodeLosslessScan(bytes, frame, scan, pixels, decode);
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

/** Multiplies the samples by 2^Pt, by which they were divided before coding (ITU T.81 H.1.2.1, A.4). */
function undoPointTransform(
  pixels: Uint8Array | Uint16Array,
  start: number,
  stride: number,
  shift: number,
): void {
  if (shift === 0) return;
  for (let at = start; at < pixels.length; at += stride) pixels[at]! <<= shift;
}
