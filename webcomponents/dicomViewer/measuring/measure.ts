import type { Point } from '../affine.ts';
import { findSpacing, getSquareSpacing, type Calibration, type Spacing, type Trust } from './calibration.ts';
import type { Measurement } from './measurement.ts';
import { computeRegionStatistics, type Statistics } from './computeRegionStatistics.ts';

/** Gives access to the values of a frame in the modality's units. */
export interface Sampler {
  width: number;
  height: number;
  /** The unit of the values, for example from RescaleType; '' for none. */
  unit: string;
  /** Returns the value at a column and row, or red, green and blue; undefined outside of the frame. */
  at(column: number, row: number): number | readonly [number, number, number] | undefined;
}

/** The result of a measurement. */
export type Measured =
  | { kind: 'length'; value: number; unit: 'mm' | 'px'; trust: Trust | undefined }
  | { kind: 'angle'; degrees: number }
  | {
      kind: 'region';
      area: number;
      unit: 'mm²' | 'px²';
      trust: Trust | undefined;
      /** The statistics of grey values; undefined for colour. */
      statistics: Statistics | undefined;
      valueUnit: string;
    }
  | {
      kind: 'probe';
      column: number;
      row: number;
      value: ReturnType<Sampler['at']>;
      valueUnit: string;
    };

/** Computes the result of a measurement; undefined while points are missing. */
export function measure(
  { kind, points }: Pick<Measurement, 'kind' | 'points'>,
  calibration: Calibration,
  sampler: Sampler | undefined,
): Measured | undefined {
  const [a, b, c] = points;
  const real = findSpacing(calibration, points);
  const spacing = real ?? getSquareSpacing(calibration.kind === 'mm' ? 1 : calibration.aspect);
  const trust = determineTrust(calibration, real);
  switch (kind) {
    case 'length':
      return a && b
        ? { kind, value: computeDistance(a, b, spacing), unit: real ? 'mm' : 'px', trust }
        : undefined;
    case 'angle':
      return a && b && c ? { kind, degrees: computeAngle(a, b, c, spacing) } : undefined;
    case 'probe':
      return a && readProbe(a, sampler);
    case 'ellipse':
    case 'rectangle': {
      if (!a || !b) return undefined;
      const sides = Math.abs((b.x - a.x) * spacing.column * (b.y - a.y) * spacing.row);
      return {
        kind: 'region',
        area: kind === 'ellipse' ? (sides * Math.PI) / 4 : sides,
        unit: real ? 'mm²' : 'px²',
        trust,
        statistics: computeGreyStatistics(kind, [a, b], sampler),
        valueUnit: sampler?.unit ?? '',
      };
    }
  }
}

const determineTrust = (calibration: Calibration, real: Spacing | undefined): Trust | undefined =>
  calibration.kind === 'mm' ? calibration.trust : real ? 'true-size' : undefined;

const computeDistance = (a: Point, b: Point, { row, column }: Spacing): number =>
  Math.hypot((b.x - a.x) * column, (b.y - a.y) * row);

/** Returns the angle at `b` between the arms to `a` and `c`, from 0 to 180 degrees, in real pixel proportions. */
function computeAngle(a: Point, b: Point, c: Point, { row, column }: Spacing): number {
  const [ux, uy] = [(a.x - b.x) * column, (a.y - b.y) * row];
  const [vx, vy] = [(c.x - b.x) * column, (c.y - b.y) * row];
  return (Math.atan2(Math.abs(ux * vy - uy * vx), ux * vx + uy * vy) * 180) / Math.PI;
}

function readProbe({ x, y }: Point, sampler: Sampler | undefined): Measured {
  const [column, row] = [Math.floor(x), Math.floor(y)];
  return { kind: 'probe', column, row, value: sampler?.at(column, row), valueUnit: sampler?.unit ?? '' };
}

function computeGreyStatistics(
  kind: 'ellipse' | 'rectangle',
  corners: readonly [Point, Point],
  sampler: Sampler | undefined,
): Statistics | undefined {
  if (!sampler || typeof sampler.at(0, 0) !== 'number') return undefined;
  return computeRegionStatistics(kind, corners, sampler, (column, row) => sampler.at(column, row) as number);
}
