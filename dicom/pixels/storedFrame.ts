import type { Samples } from './samples.ts';

/** The stored pixels of one frame. */
export interface StoredFrame {
  /** In pixels; smaller than Columns and Rows if JPEG 2000 was decoded at a lower resolution. */
  width: number;
  height: number;
  samplesPerPixel: number;
  /** Interleaved by pixel, masked to BitsStored, sign-extended; colour as RGB. */
  pixels: Samples;
}
