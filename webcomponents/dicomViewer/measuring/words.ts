import { msg, str } from '@lit/localize';
import type { Trust } from './calibration.ts';
import type { Measured } from './measure.ts';
import type { MeasurementKind } from './measurement.ts';

/** What came of a measurement, a line for each thing: the same on the image, in the table and for screen readers. */
export function wordsOf(measured: Measured): string[] {
  switch (measured.kind) {
    case 'length':
      return [withTrust(`${decimal(measured.value)} ${measured.unit}`, measured.trust)];
    case 'angle':
      return [`${measured.degrees.toFixed(1)}°`];
    case 'probe':
      return [
        withUnit(sample(measured.value), measured.value === undefined ? '' : measured.valueUnit),
        msg(str`column ${measured.column}, row ${measured.row}`, { id: 'measured-at' }),
      ];
    case 'region': {
      const area = withTrust(`${decimal(measured.area)} ${measured.unit}`, measured.trust);
      const { statistics, valueUnit } = measured;
      if (!statistics) return [area];
      const { mean, deviation, low, high } = statistics;
      const shown = withUnit(`${significant(mean)} ± ${significant(deviation)}`, valueUnit);
      return [
        msg(str`Mean ${shown}`, { id: 'measured-mean' }),
        withUnit(`${significant(low)} … ${significant(high)}`, valueUnit),
        area,
      ];
    }
  }
}

export const kindWords: Record<MeasurementKind, () => string> = {
  length: () => msg('Length', { id: 'measure-length' }),
  angle: () => msg('Angle', { id: 'measure-angle' }),
  ellipse: () => msg('Ellipse', { id: 'measure-ellipse' }),
  rectangle: () => msg('Rectangle', { id: 'measure-rectangle' }),
  probe: () => msg('Value', { id: 'measure-probe' }),
};

/** How far millimetres can be trusted, in words; '' where they can. */
export function trustWords(trust: Trust | undefined): string {
  switch (trust) {
    case 'calibrated':
      return msg('calibrated', { id: 'trust-calibrated' });
    case 'detector':
      return msg('at the detector', { id: 'trust-detector' });
    case 'unknown':
      return msg('calibration unknown', { id: 'trust-unknown' });
    case 'true-size':
    case undefined:
      return '';
  }
}

const withTrust = (value: string, trust: Trust | undefined): string =>
  trustWords(trust) === '' ? value : `${value} (${trustWords(trust)})`;

const withUnit = (value: string, unit: string): string => (unit === '' ? value : `${value} ${unit}`);

function sample(value: number | readonly [number, number, number] | undefined): string {
  if (value === undefined) return msg('outside', { id: 'measured-outside' });
  return typeof value === 'number' ? significant(value) : value.join(' / ');
}

/** One digit after the point; two below ten. */
const decimal = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

/** Whole numbers as they are; else as many digits as say something. */
const significant = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(Math.abs(value) < 1000 ? 4 : 6)));
