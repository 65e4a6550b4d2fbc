import type { Affine } from '../affine.ts';
import type { Calibration } from './calibration.ts';

/** A scale bar of a round length. */
export interface ScaleBar {
  millimetres: number;
  /** CSS pixels on the screen. */
  length: number;
}

/**
 * Computes the longest horizontal scale bar of 1, 2 or 5 times a power of ten that fits into `maxLength` CSS pixels.
 *
 * @returns undefined if the image has no single spacing
 */
export function computeScaleBar(
  calibration: Calibration,
  [a, b, c, d]: Affine,
  maxLength: number,
): ScaleBar | undefined {
  const spacing =
    calibration.kind === 'mm'
      ? calibration.spacing
      : calibration.kind === 'regions' && calibration.regions.length === 1
        ? calibration.regions[0]!.spacing
        : undefined;
  if (!spacing) return undefined;
  const upright = Math.abs(a) >= Math.abs(b);
  const scale = upright ? Math.hypot(a, b) / spacing.column : Math.hypot(c, d) / spacing.row;
  if (!(scale > 0) || !(maxLength > 0)) return undefined;
  const maxMillimetres = maxLength / scale;
  const power = 10 ** Math.floor(Math.log10(maxMillimetres));
  const millimetres = ([5, 2, 1].find((step) => step * power <= maxMillimetres) ?? 1) * power;
  return { millimetres, length: millimetres * scale };
}
