/** Decoded pixels, interleaved: grey, RGB or RGBA. */
export interface Bitmap {
  width: number;
  height: number;
  channels: 1 | 3 | 4;
  data: Uint8Array;
}
