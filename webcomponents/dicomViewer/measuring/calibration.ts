import type { Point } from '../affine.ts';

/** The size of a pixel in millimetres, from row to row and from column to column (PS3.3 10.7.1.3). */
export interface Spacing {
  row: number;
  column: number;
}

/** The reliability of measurements in millimetres; `true-size` needs no remark. */
export type Trust = 'true-size' | 'calibrated' | 'detector' | 'unknown';

/** A region of an ultrasound image whose axes are both lengths (PS3.3 C.8.5.5), in pixels from the first one's corner. */
export interface Region {
  left: number;
  top: number;
  right: number;
  bottom: number;
  spacing: Spacing;
}

/** The unit and scale of distances on the image. */
export type Calibration =
  | { kind: 'mm'; spacing: Spacing; trust: Trust }
  | { kind: 'regions'; regions: readonly Region[]; aspect: number }
  | { kind: 'pixels'; aspect: number };

/** The attributes of a header that concern distances. */
export interface SpacingFacts {
  modality: string | undefined;
  /** PixelSpacing (0028,0030): row, then column. */
  pixelSpacing: readonly [number, number] | undefined;
  /** ImagerPixelSpacing (0018,1164). */
  imagerPixelSpacing: readonly [number, number] | undefined;
  /** PixelSpacingCalibrationType (0028,0A02): GEOMETRY or FIDUCIAL. */
  calibrationType: string | undefined;
  /** The items of Sequence of Ultrasound Regions (0018,6011) that are in centimetres. */
  regions: readonly Region[];
  /** The height of a pixel divided by its width. */
  aspect: number;
}

const CROSS_SECTIONAL = new Set(['CT', 'MR', 'PT']);
const PROJECTION = new Set(['CR', 'DX', 'MG', 'RF', 'XA', 'RG', 'PX', 'IO']);

/**
 * Determines the unit of measurements (PS3.3 10.7.1.1): millimetres in the patient for slices, at the detector or
 * calibrated for projections, and within regions for ultrasound. All other images are measured in pixels, even if the file
 * states a spacing.
 */
export function determineCalibration(facts: SpacingFacts): Calibration {
  const { modality = '', pixelSpacing, imagerPixelSpacing, calibrationType, regions, aspect } = facts;
  if (CROSS_SECTIONAL.has(modality) && pixelSpacing) return createMillimetres(pixelSpacing, 'true-size');
  if (PROJECTION.has(modality)) {
    if (pixelSpacing && (calibrationType !== undefined || differ(pixelSpacing, imagerPixelSpacing)))
      return createMillimetres(pixelSpacing, 'calibrated');
    if (imagerPixelSpacing) return createMillimetres(imagerPixelSpacing, 'detector');
    if (pixelSpacing) return createMillimetres(pixelSpacing, 'unknown');
  }
  if (regions.length > 0) return { kind: 'regions', regions, aspect };
  return { kind: 'pixels', aspect };
}

/** Returns the spacing that applies to all of the points; undefined if they can only be measured in pixels. */
export function findSpacing(calibration: Calibration, points: readonly Point[]): Spacing | undefined {
  if (calibration.kind === 'mm') return calibration.spacing;
  if (calibration.kind === 'pixels') return undefined;
  return calibration.regions.find((region) => points.every((point) => contains(region, point)))?.spacing;
}

/** Returns a spacing in pixels, as the image is shown: the shorter side of a pixel is 1. */
export const getSquareSpacing = (aspect: number): Spacing =>
  aspect >= 1 ? { row: aspect, column: 1 } : { row: 1, column: 1 / aspect };

const createMillimetres = ([row, column]: readonly [number, number], trust: Trust): Calibration => ({
  kind: 'mm',
  spacing: { row, column },
  trust,
});

/** Returns true if spacings differ by more than the rounding of decimal strings. */
const differ = (a: readonly [number, number], b: readonly [number, number] | undefined): boolean =>
  b !== undefined && (Math.abs(a[0] / b[0] - 1) > 0.001 || Math.abs(a[1] / b[1] - 1) > 0.001);

const contains = ({ left, top, right, bottom }: Region, { x, y }: Point): boolean =>
  x >= left && x <= right && y >= top && y <= bottom;
