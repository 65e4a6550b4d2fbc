import type { FrameHeader } from './frameHeader.ts';

/** The samples of one component, in whole blocks of 8 x 8 (ITU T.81 A.1.1, A.2.4). */
export interface Plane {
  /** Samples that count; what lies beyond is padding of the last blocks. */
  width: number;
  height: number;
  /** Blocks that count, those of a scan of this component alone (A.2.2). */
  blocksWide: number;
  blocksHigh: number;
  /** Blocks as stored: whole MCUs of an interleaved scan (A.2.3). */
  blocksPerRow: number;
  blockRows: number;
  /** From one row of samples to the next. */
  stride: number;
  samples: Uint8Array | Uint16Array;
  /** Undone before the transform; of the first scan that codes this component. */
  quantisation: Uint16Array | undefined;
}

export const mcusWide = (frame: FrameHeader): number => Math.ceil(frame.width / (8 * frame.hMax));
export const mcusHigh = (frame: FrameHeader): number => Math.ceil(frame.height / (8 * frame.vMax));

/** Makes room for every component of a DCT frame. The size must have been checked before. */
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
