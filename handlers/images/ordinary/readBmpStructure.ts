import { corrupt, type Structure, truncated, unsupported, viewOf } from './structure.ts';

const RLE = [1, 2];
const UNCOMPRESSED = [0, 3, 6];
const INDEXED = [1, 4, 8];
const DIRECT = [16, 24, 32];

/** Reads the headers of a bitmap: https://learn.microsoft.com/windows/win32/gdi/bitmap-storage */
export function readBmpStructure(bytes: Uint8Array): Structure {
  if (bytes.length < 54) throw truncated('BMP');
  const view = viewOf(bytes);
  if (view.getUint32(14, true) < 40) throw unsupported('BMP', 'The OS/2 header');
  const width = view.getInt32(18, true);
  const height = Math.abs(view.getInt32(22, true));
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  if (width <= 0 || height === 0) throw corrupt('BMP', 'its size is 0');
  const offset = view.getUint32(10, true);
  const length = UNCOMPRESSED.includes(compression)
    ? Math.ceil((width * bits) / 32) * 4 * height
    : view.getUint32(34, true);
  if (!UNCOMPRESSED.includes(compression) && !RLE.includes(compression)) {
    throw unsupported('BMP', `Compression ${compression}`);
  }
  // BI_RLE8 (1) requires 8 bits per pixel, BI_RLE4 (2) requires 4.
  const isValid = RLE.includes(compression)
    ? bits === 16 / 2 ** compression
    : [...INDEXED, ...DIRECT].includes(bits);
  if (!isValid) throw unsupported('BMP', `Compression ${compression} with ${bits} bits per pixel`);
  if (offset + length > bytes.length) throw truncated('BMP');
  return { width, height, orientation: 1, frames: 1 };
}
