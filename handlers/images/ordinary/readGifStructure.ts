import { corrupt, type Structure, truncated } from './structure.ts';

/** Reads the blocks of a GIF89a file up to the trailer, without decoding pixels. */
export function readGifStructure(bytes: Uint8Array): Structure {
  const u16 = (at: number): number => (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256;
  const width = u16(6);
  const height = u16(8);
  let frames = 0;
  let at = 13 + colorTableBytes(bytes[10]);
  for (;;) {
    const kind = bytes[at];
    if (kind === undefined) throw truncated('GIF');
    if (kind === 0x3b) break;
    if (kind === 0x21) {
      at = skipBlocks(bytes, at + 2);
    } else if (kind === 0x2c) {
      const fits = u16(at + 1) + u16(at + 5) <= width && u16(at + 3) + u16(at + 7) <= height;
      if (frames === 0 && !fits) throw corrupt('GIF', 'its first frame is larger than the image');
      frames++;
      at = skipBlocks(bytes, at + 10 + colorTableBytes(bytes[at + 9]) + 1);
    } else {
      throw corrupt('GIF', 'it has an unknown block type');
    }
  }
  if (frames === 0) throw corrupt('GIF', 'it contains no image');
  return { width, height, orientation: 1, frames };
}

const colorTableBytes = (flags = 0): number => ((flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1));

function skipBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let length = bytes[at]; length !== 0; length = bytes[at]) {
    if (length === undefined) throw truncated('GIF');
    at += length + 1;
  }
  return at + 1;
}
