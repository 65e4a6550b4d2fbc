import { imageFile } from '../../test/support/imageFile.ts';

export const FRAMES = 500;
const SIDE = 512;

/** Makes a native object of 500 frames of 512 x 512 pixels and 16 bits, 250 MB (2^20 bytes). Each frame has a different slope. */
export function cineFile(): Uint8Array {
  const header = imageFile({
    rows: SIDE,
    columns: SIDE,
    frames: FRAMES,
    bitsAllocated: 16,
    bitsStored: 12,
    pixels: null,
  });
  const pixels = new Uint16Array(FRAMES * SIDE * SIDE);
  for (let index = 0; index < pixels.length; index++)
    pixels[index] = ((index >> 5) + (index % SIDE) * (index >> 18)) & 0xfff;
  const file = new Uint8Array(header.length + 12 + pixels.byteLength);
  file.set(header);
  // Pixel Data (7FE0,0010) as OW, with a length of 32 bits (PS3.5 7.1.2).
  file.set([0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x57, 0, 0], header.length);
  new DataView(file.buffer).setUint32(header.length + 8, pixels.byteLength, true);
  file.set(new Uint8Array(pixels.buffer), header.length + 12);
  return file;
}
