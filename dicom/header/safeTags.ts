import type { DataSet } from 'dicom-parser';
import { decimals, text, unsigned } from './attributes.ts';

type Kind = 'text' | 'number' | 'short';

/** Tags that are safe to persist; PS3.15 Annex E does not list them. Every other value stays in the file. */
const SAFE: [keyword: string, tag: string, kind: Kind][] = [
  ['Modality', 'x00080060', 'text'],
  ['SOPClassUID', 'x00080016', 'text'],
  ['Rows', 'x00280010', 'short'],
  ['Columns', 'x00280011', 'short'],
  ['BitsAllocated', 'x00280100', 'short'],
  ['BitsStored', 'x00280101', 'short'],
  ['PhotometricInterpretation', 'x00280004', 'text'],
  ['NumberOfFrames', 'x00280008', 'number'],
  ['WindowCenter', 'x00281050', 'number'],
  ['WindowWidth', 'x00281051', 'number'],
  ['RescaleSlope', 'x00281053', 'number'],
  ['RescaleIntercept', 'x00281052', 'number'],
  ['PixelSpacing', 'x00280030', 'number'],
  ['ImagerPixelSpacing', 'x00181164', 'number'],
  ['SliceThickness', 'x00180050', 'number'],
  ['BodyPartExamined', 'x00180015', 'text'],
  ['Laterality', 'x00200060', 'text'],
  ['ViewPosition', 'x00185101', 'text'],
  ['ImageType', 'x00080008', 'text'],
  ['Manufacturer', 'x00080070', 'text'],
  ['ManufacturerModelName', 'x00081090', 'text'],
  ['InstanceNumber', 'x00200013', 'number'],
  ['BurnedInAnnotation', 'x00280301', 'text'],
];

export type TagValue = string | number | (string | number)[];

/** The safe tags of a header by keyword; several values are an array. Texts are cut at 128 characters, lists at 16. */
export function safeTags(dataSet: DataSet, transferSyntaxUid: string): Record<string, TagValue> {
  const tags: Record<string, TagValue> = { TransferSyntaxUID: transferSyntaxUid };
  for (const [keyword, tag, kind] of SAFE) {
    const values = readValues(dataSet, tag, kind).slice(0, 16);
    if (values.length === 1) tags[keyword] = values[0]!;
    else if (values.length > 1) tags[keyword] = values;
  }
  return tags;
}

function readValues(dataSet: DataSet, tag: string, kind: Kind): (string | number)[] {
  if (kind === 'number') return decimals(dataSet, tag);
  if (kind === 'short') return [unsigned(dataSet, tag)].filter((value) => value !== undefined);
  return (text(dataSet, tag) ?? '')
    .split('\\')
    .map((part) => part.trim().slice(0, 128))
    .filter((part) => part !== '');
}
