import type { DataSet, Element } from 'dicom-parser';
import { DicomError } from '../dicomError.ts';
import { formatTag } from './formatTag.ts';

/** Reads text of the default character repertoire without its padding. Returns undefined if it is empty. */
export function text(dataSet: DataSet, tag: string): string | undefined {
  const value =
    dataSet.elements[tag] === undefined ? undefined : dataSet.string(tag)?.replace(/\0/g, '').trim();
  return value === '' ? undefined : value;
}

/** Reads the values of a DS or IS that are numbers. */
export const decimals = (dataSet: DataSet, tag: string): number[] =>
  decimalPlaces(dataSet, tag).filter((value) => value !== undefined);

/** Reads all values of a DS or IS, undefined where one is not a number. A decimal comma is accepted, against PS3.5 6.2. */
export const decimalPlaces = (dataSet: DataSet, tag: string): (number | undefined)[] =>
  (text(dataSet, tag) ?? '').split('\\').map((part) => {
    const written = part.trim().replace(/^([^.,]*),([^.,]*)$/, '$1.$2');
    const value = Number(written);
    return written === '' || !Number.isFinite(value) ? undefined : value;
  });

/** Reads the first value of a DS or IS. */
export const decimal = (dataSet: DataSet, tag: string): number | undefined => decimals(dataSet, tag)[0];

/** Reads an unsigned short. UL, IS and DS are accepted in place of US. */
export function unsigned(dataSet: DataSet, tag: string): number | undefined {
  const element = dataSet.elements[tag];
  if (element === undefined || element.length === 0) return undefined;
  if (element.vr === 'IS' || element.vr === 'DS') {
    const value = decimal(dataSet, tag);
    if (value === undefined || (Number.isInteger(value) && value >= 0 && value <= 0xffff)) return value;
    throw invalid(tag, 'is not an integer from 0 to 65,535');
  }
  if (element.length === 2) return dataSet.uint16(tag);
  if (element.length === 4 && element.vr !== 'US') return dataSet.uint32(tag);
  if (element.length >= 2 && (element.vr === undefined || element.vr === 'US')) return dataSet.uint16(tag);
  throw invalid(tag, `has a length of ${element.length} bytes instead of 2`);
}

const invalid = (tag: string, what: string): DicomError =>
  new DicomError('invalid-header', `The attribute ${formatTag(tag)} ${what}.`, { tag: formatTag(tag) });

/** Returns the data sets of a sequence's items. */
export function items(dataSet: DataSet | undefined, tag: string): DataSet[] {
  const element: Element | undefined = dataSet?.elements[tag];
  return (element?.items ?? []).flatMap((item) => (item.dataSet ? [item.dataSet] : []));
}

/** Returns the bytes of an element's value. */
export function valueBytes(dataSet: DataSet, tag: string): Uint8Array | undefined {
  const element = dataSet.elements[tag];
  if (element === undefined || element.length === 0) return undefined;
  return dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
}

/** Returns values that are bytes or bits. In big-endian words (OW) the second byte comes first (PS3.5 8.1.2). */
export function packedBytes(dataSet: DataSet, tag: string): Uint8Array | undefined {
  const bytes = valueBytes(dataSet, tag);
  const bigEndian = dataSet.byteArrayParser.readUint16(Uint8Array.of(0, 1), 0) === 1;
  if (bytes === undefined || !bigEndian || dataSet.elements[tag]?.vr !== 'OW') return bytes;
  const swapped = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) swapped[at] = bytes[at ^ 1] ?? 0;
  return swapped;
}
