import { msg, str } from '@lit/localize';
import type { Trust } from './calibration.ts';
import type { Measured } from './measure.ts';
import type { MeasurementKind } from './measurement.ts';

/** Returns the result of a measurement as lines of text, for the image, the table and screen readers. */
export function formatMeasured(measured: Measured): string[] {
  switch (measured.kind) {
    case 'length':
      return [appendTrust(`${formatDecimal(measured.value)} ${measured.unit}`, measured.trust)];
    case 'angle':
      return [`${measured.degrees.toFixed(1)}°`];
    case 'probe':
      return [
        appendUnit(formatSample(measured.value), measured.value === undefined ? '' : measured.valueUnit),
        msg(str`column ${measured.column}, row ${measured.row}`, { id: 'measured-at' }),
      ];
    case 'region': {
      const area = appendTrust(`${formatDecimal(measured.area)} ${measured.unit}`, measured.trust);
      const { statistics, valueUnit } = measured;
      if (!statistics) return [area];
      const { mean, deviation, low, high } = statistics;
      const shown = appendUnit(`${formatSignificant(mean)} ± ${formatSignificant(deviation)}`, valueUnit);
      return [
        msg(str`Mean ${shown}`, { id: 'measured-mean' }),
        appendUnit(`${formatSignificant(low)} … ${formatSignificant(high)}`, valueUnit),
        area,
      ];
    }
  }
}

/** The name of each kind of measurement. */
export const measurementNames: Record<MeasurementKind, () => string> = {
  length: () => msg('Length', { id: 'measure-length' }),
  angle: () => msg('Angle', { id: 'measure-angle' }),
  ellipse: () => msg('Ellipse', { id: 'measure-ellipse' }),
  rectangle: () => msg('Rectangle', { id: 'measure-rectangle' }),
  probe: () => msg('Value', { id: 'measure-probe' }),
};

/** Returns a remark on the reliability of millimetres; '' if none is needed. */
export function getTrustText(trust: Trust | undefined): string {
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

const appendTrust = (value: string, trust: Trust | undefined): string =>
  getTrustText(trust) === '' ? value : `${value} (${getTrustText(trust)})`;

const appendUnit = (value: string, unit: string): string => (unit === '' ? value : `${value} ${unit}`);

function formatSample(value: number | readonly [number, number, number] | undefined): string {
  if (value === undefined) return msg('outside', { id: 'measured-outside' });
  return typeof value === 'number' ? formatSignificant(value) : value.join(' / ');
}

/** Returns a number with one decimal place, or two below ten. */
const formatDecimal = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

/** Returns whole numbers unchanged, and others with their significant digits. */
const formatSignificant = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(Math.abs(value) < 1000 ? 4 : 6)));
