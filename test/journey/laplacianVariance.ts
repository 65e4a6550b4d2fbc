/** An image of 8-bit RGBA pixels, row by row. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/**
 * Measures the sharpness of an image: the variance of its luma's Laplacian over every pixel with four neighbors
 * (Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000). 0 for a uniform image.
 */
export function laplacianVariance({ width, height, data }: Bitmap): number {
  const luma = new Float64Array(width * height);
  for (let index = 0; index < luma.length; index++) {
    const at = index * 4;
    luma[index] = 0.299 * data[at]! + 0.587 * data[at + 1]! + 0.114 * data[at + 2]!;
  }
  let [sum, squares] = [0, 0];
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const around = luma[at - 1]! + luma[at + 1]! + luma[at - width]! + luma[at + width]!;
      const value = around - 4 * luma[at]!;
      sum += value;
      squares += value * value;
    }
  const count = (width - 2) * (height - 2);
  return squares / count - (sum / count) ** 2;
}
