import type { DataSet, Element } from 'dicom-parser';
import { DicomError } from '../dicomError.ts';
import { formatTag } from './formatTag.ts';

/** Text without its padding, as far as bytes are characters of the default repertoire; undefined where empty. */
export function text(dataSet: DataSet, tag: string): string | undefined {
  const value =
    dataSet.elements[tag] === undefined ? undefined : dataSet.string(tag)?.replace(/\0/g, '').trim();
  return value === '' ? undefined : value;
}

/** The values of a DS or IS, those that are numbers. */
export const decimals = (dataSet: DataSet, tag: string): number[] =>
  decimalPlaces(dataSet, tag).filter((value) => value !== undefined);

/** The same each in its place, undefined where there is none. A comma for the point is understood (PS3.5 6.2 has none). */
export const decimalPlaces = (dataSet: DataSet, tag: string): (number | undefined)[] =>
  (text(dataSet, tag) ?? '').split('\\').map((part) => {
    const written = part.trim().replace(/^([^.,]*),([^.,]*)$/, '$1.$2');
    const value = Number(written);
    return written === '' || !Number.isFinite(value) ? undefined : value;
  });

/** The first value of a DS or IS. */
export const decimal = (dataSet: DataSet, tag: string): number | undefined => decimals(dataSet, tag)[0];

/** An unsigned short; a writer that used UL, or a text, where US belongs is understood. */
export function unsigned(dataSet: DataSet, tag: string): number | undefined {
  const element = dataSet.elements[tag];
  if (element === undefined || element.length === 0) return undefined;
  if (element.vr === 'IS' || element.vr === 'DS') {
    const value = decimal(dataSet, tag);
    if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= 0xffff)) return value;
    throw invalid(tag, 'is no whole number from 0 to 65,535');
  }
  if (element.length === 2) return dataSet.uint16(tag);
  if (element.length === 4 && element.vr !== 'US') return dataSet.uint32(tag);
  if (element.length >= 2 && (element.vr === undefined || element.vr === 'US')) return dataSet.uint16(tag);
  throw invalid(tag, `has a length of ${element.length} bytes, where 2 belong`);
}

const invalid = (tag: string, what: string): DicomError =>
  new DicomError('invalid-header', `The attribute ${formatTag(tag)} ${what}.`, { tag: formatTag(tag) });

/** The data sets of a sequence's items. */
export function items(dataSet: DataSet | undefined, tag: string): DataSet[] {
  const element: Element | undefined = dataSet?.elements[tag];
  return (element?.items ?? []).flatMap((item) => (item.dataSet ? [item.dataSet] : []));
}

/** The bytes of an element's value. */
export function valueBytes(dataSet: DataSet, tag: string): Uint8Array | undefined {
  const element = dataSet.elements[tag];
  if (element === undefined || element.length === 0) return undefined;
  return dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
}

/** The same where the values are bytes or bits: big-endian words (OW) hold their second byte first (PS3.5 8.1.2). */
export function packedBytes(dataSet: DataSet, tag: string): Uint8Array | undefined {
  const bytes = valueBytes(dataSet, tag);
  const bigEndian = dataSet.byteArrayParser.readUint16(Uint8Array.of(0, 1), 0) === 1;
  if (bytes === undefined || !bigEndian || dataSet.elements[tag]?.vr !== 'OW') return bytes;
  const swapped = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) swapped[at] = bytes[at ^ 1] ?? 0;
  return swapped;
}
