import { imageFile } from '../../test/support/imageFile.ts';

const ROWS = 2560;
const COLUMNS = 2048;

/** Makes a native object of 5 megapixels and 12 bits, the size of a mammogram: a soft disc with noise in its lowest bits. */
export function fullSizeFile(): Uint8Array {
  const pixels = new Uint16Array(ROWS * COLUMNS);
  let seed = 1;
  for (let y = 0, at = 0; y < ROWS; y++)
    for (let x = 0; x < COLUMNS; x++, at++) {
      const distance = Math.hypot(x - COLUMNS / 2, y - ROWS / 2) / COLUMNS;
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      pixels[at] = Math.max(0, Math.round(3800 * (1 - distance * 1.6))) + ((seed >>> 24) & 0x1f);
    }
  return imageFile({
    rows: ROWS,
    columns: COLUMNS,
    bitsAllocated: 16,
    bitsStored: 12,
    pixels: new Uint8Array(pixels.buffer),
    elements: [
      [0x00080060, 'CS', 'MG'],
      [0x00281050, 'DS', '2048'],
      [0x00281051, 'DS', '4096'],
    ],
  });
}
