import type { Voi } from './viewerImage.ts';

/** The window that leaves 8-bit levels as they are. */
export const IDENTITY_WINDOW: Voi = { center: 128, width: 256 };

/**
 * Creates a table that applies a window to 8-bit levels as in PS3.3 C.11.2.1.2.1 (LINEAR), so that ordinary and colour
 * images can be brightened too.
 */
export function createLevelTable(voi: Voi, invert: boolean): Uint8ClampedArray {
  const { center, width } = voi;
  const table = new Uint8ClampedArray(256);
  for (let level = 0; level < 256; level++) {
    const shown =
      width <= 1
        ? level < center - 0.5
          ? 0
          : 255
        : Math.round(((level - (center - 0.5)) / (width - 1) + 0.5) * 255);
    table[level] = shown;
    if (invert) table[level] = 255 - table[level]!;
  }
  return table;
}

/** Applies a table to red, green and blue; alpha is unchanged. */
export function applyLevelTable(source: ImageData, table: Uint8ClampedArray): ImageData {
  const out = new ImageData(source.width, source.height);
  const from = source.data;
  const to = out.data;
  for (let i = 0; i < from.length; i += 4) {
    to[i] = table[from[i]!]!;
    to[i + 1] = table[from[i + 1]!]!;
    to[i + 2] = table[from[i + 2]!]!;
    to[i + 3] = from[i + 3]!;
  }
  return out;
}
