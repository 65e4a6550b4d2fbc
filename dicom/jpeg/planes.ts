import type { FrameHeader } from './frameHeader.ts';

/** The samples of one component, in whole blocks of 8 x 8 (ITU T.81 A.1.1, A.2.4). */
export interface Plane {
  /** The size in samples, without the padding of the last blocks. */
  width: number;
  height: number;
  /** The blocks of a scan of this component alone (A.2.2). */
  blocksWide: number;
  blocksHigh: number;
  /** The stored blocks: whole MCUs of an interleaved scan (A.2.3). */
  blocksPerRow: number;
  blockRows: number;
  /** The samples from one row to the next. */
  stride: number;
  samples: Uint8Array | Uint16Array;
  /** The quantisation table of the first scan that codes this component. */
  quantisation: Uint16Array | undefined;
}

export const mcusWide = (frame: FrameHeader): number => Math.ceil(frame.width / (8 * frame.hMax));
export const mcusHigh = (frame: FrameHeader): number => Math.ceil(frame.height / (8 * frame.vMax));

/** Allocates the planes of a DCT frame, whose size must have been checked. */
export function makePlanes(frame: FrameHeader): Plane[] {
  return frame.components.map(({ h, v }) => {
    const width = Math.ceil((frame.width * h) / frame.hMax);
    const height = Math.ceil((frame.height * v) / frame.vMax);
    const blocksPerRow = mcusWide(frame) * h;
    const blockRows = mcusHigh(frame) * v;
    const size = blocksPerRow * blockRows * 64;
    return {
      width,
      height,
      blocksWide: Math.ceil(width / 8),
      blocksHigh: Math.ceil(height / 8),
      blocksPerRow,
      blockRows,
      stride: blocksPerRow * 8,
      samples: frame.precision > 8 ? new Uint16Array(size) : new Uint8Array(size),
      quantisation: undefined,
    };
  });
}
