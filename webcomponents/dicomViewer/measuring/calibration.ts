import type { Point } from '../affine.ts';

/** Millimetres of a pixel: from row to row, and from column to column (PS3.3 10.7.1.3). */
export interface Spacing {
  row: number;
  column: number;
}

/** How far millimetres can be trusted; `true-size` needs no word. */
export type Trust = 'true-size' | 'calibrated' | 'detector' | 'unknown';

/** A region of an ultrasound image whose axes are both lengths (PS3.3 C.8.5.5), in pixels from the first one's corner. */
export interface Region {
  left: number;
  top: number;
  right: number;
  bottom: number;
  spacing: Spacing;
}

/** What a distance on the image means. */
export type Calibration =
  | { kind: 'mm'; spacing: Spacing; trust: Trust }
  | { kind: 'regions'; regions: readonly Region[]; aspect: number }
  | { kind: 'pixels'; aspect: number };

/** What a header says of distances. */
export interface SpacingFacts {
  modality: string | undefined;
  /** PixelSpacing (0028,0030): row, then column. */
  pixelSpacing: readonly [number, number] | undefined;
  /** ImagerPixelSpacing (0018,1164). */
  imagerPixelSpacing: readonly [number, number] | undefined;
  /** PixelSpacingCalibrationType (0028,0A02): GEOMETRY or FIDUCIAL. */
  calibrationType: string | undefined;
  /** Those of Sequence of Ultrasound Regions (0018,6011) that are in centimetres. */
  regions: readonly Region[];
  /** A pixel's height by its width. */
  aspect: number;
}

const CROSS_SECTIONAL = new Set(['CT', 'MR', 'PT']);
const PROJECTION = new Set(['CR', 'DX', 'MG', 'RF', 'XA', 'RG', 'PX', 'IO']);

/**
 * What may be measured in which unit (PS3.3 10.7.1.1): millimetres in the patient for slices, at the detector or
 * calibrated for projections, within its regions for ultrasound; else pixels, whatever spacing a file claims.
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

/** The spacing that all of these points share; undefined where they can only be measured in pixels. */
export function findSpacing(calibration: Calibration, points: readonly Point[]): Spacing | undefined {
  if (calibration.kind === 'mm') return calibration.spacing;
  if (calibration.kind === 'pixels') return undefined;
  return calibration.regions.find((region) => points.every((point) => contains(region, point)))?.spacing;
}

/** Pixels as if they were square: the finer side is 1, as the image is shown. */
export const getSquareSpacing = (aspect: number): Spacing =>
  aspect >= 1 ? { row: aspect, column: 1 } : { row: 1, column: 1 / aspect };

const createMillimetres = ([row, column]: readonly [number, number], trust: Trust): Calibration => ({
  kind: 'mm',
  spacing: { row, column },
  trust,
});

/** Decimal strings of equal spacings may differ in their last digit. */
const differ = (a: readonly [number, number], b: readonly [number, number] | undefined): boolean =>
  b !== undefined && (Math.abs(a[0] / b[0] - 1) > 0.001 || Math.abs(a[1] / b[1] - 1) > 0.001);

const contains = ({ left, top, right, bottom }: Region, { x, y }: Point): boolean =>
  x >= left && x <= right && y >= top && y <= bottom;
