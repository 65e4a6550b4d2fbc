import type { Affine } from '../affine.ts';
import type { Calibration } from './calibration.ts';

/** A ruler of a round length. */
export interface ScaleBar {
  millimetres: number;
  /** CSS pixels on the screen. */
  length: number;
}

/**
 * The longest of 1, 2 or 5 times a power of ten that is no longer than `room` CSS pixels, along the screen's horizontal.
 *
 * @returns undefined where the image has no one spacing
 */
export function computeScaleBar(
  calibration: Calibration,
  [a, b, c, d]: Affine,
  room: number,
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
  if (!(scale > 0) || !(room > 0)) return undefined;
  const most = room / scale;
  const power = 10 ** Math.floor(Math.log10(most));
  const millimetres = ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power;
  return { millimetres, length: millimetres * scale };
}
