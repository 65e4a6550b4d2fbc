import type { Plane } from './planes.ts';

/** Fills `output` with one row, as wide as the frame, of a component. */
export type RowReader = (y: number, output: Int32Array) => void;

/**
 * Upsamples a component to the size of the frame. Horizontal factors of 2, with vertical ones of 1 or 2, weight samples by
 * distance (3 to 1), as common decoders do; other factors repeat samples. ITU T.81 leaves the method open (A.1.1).
 */
export function rowReader(plane: Plane, across: number, down: number): RowReader {
  if (across === 1 && down === 1) return copyRow(plane);
  if (across === 2 && down <= 2 && plane.width > 2)
    return down === 1 ? doubleAcross(plane) : doubleBoth(plane);
  return repeat(plane, across, down);
}

const copyRow =
  ({ samples, stride }: Plane): RowReader =>
  (y, output) => {
    const from = y * stride;
    for (let x = 0; x < output.length; x++) output[x] = samples[from + x]!;
  };

const repeat =
  ({ samples, stride }: Plane, across: number, down: number): RowReader =>
  (y, output) => {
    const from = Math.floor(y / down) * stride;
    for (let x = 0; x < output.length; x++) output[x] = samples[from + Math.floor(x / across)]!;
  };

const doubleAcross =
  ({ samples, stride, width }: Plane): RowReader =>
  (y, output) => {
    const from = y * stride;
    for (let x = 0; x < output.length; x++) {
      const near = x >> 1;
      const odd = x & 1;
      const far = Math.min(width - 1, Math.max(0, near - 1 + 2 * odd));
      output[x] = (3 * samples[from + near]! + samples[from + far]! + 1 + odd) >> 2;
    }
  };

const doubleBoth =
  ({ samples, stride, width, height }: Plane): RowReader =>
  (y, output) => {
    const near = y >> 1;
    const far = Math.min(height - 1, Math.max(0, near - 1 + 2 * (y & 1)));
    const one = near * stride;
    const other = far * stride;
    const column = (x: number): number => 3 * samples[one + x]! + samples[other + x]!;
    for (let x = 0; x < output.length; x++) {
      const odd = x & 1;
      const beside = Math.min(width - 1, Math.max(0, (x >> 1) - 1 + 2 * odd));
      output[x] = (3 * column(x >> 1) + column(beside) + 8 - odd) >> 4;
    }
  };
