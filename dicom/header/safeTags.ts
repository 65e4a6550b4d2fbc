import type { DataSet } from 'dicom-parser';
import { decimals, text, unsigned } from './attributes.ts';
import { TAGS } from './tags.ts';

type Kind = 'text' | 'number' | 'short';

/** The tags that are safe to store: PS3.15 Annex E does not list them. All other values stay in the file. */
const SAFE: [keyword: keyof typeof TAGS, kind: Kind][] = [
  ['Modality', 'text'],
  ['SOPClassUID', 'text'],
  ['Rows', 'short'],
  ['Columns', 'short'],
  ['BitsAllocated', 'short'],
  ['BitsStored', 'short'],
  ['PhotometricInterpretation', 'text'],
  ['NumberOfFrames', 'number'],
  ['WindowCenter', 'number'],
  ['WindowWidth', 'number'],
  ['RescaleSlope', 'number'],
  ['RescaleIntercept', 'number'],
  ['PixelSpacing', 'number'],
  ['ImagerPixelSpacing', 'number'],
  ['SliceThickness', 'number'],
  ['BodyPartExamined', 'text'],
  ['Laterality', 'text'],
  ['ViewPosition', 'text'],
  ['ImageType', 'text'],
  ['Manufacturer', 'text'],
  ['ManufacturerModelName', 'text'],
  ['InstanceNumber', 'number'],
  ['BurnedInAnnotation', 'text'],
];

export type TagValue = string | number | (string | number)[];

/** Reads the safe tags by keyword; several values become an array. Truncates text to 128 characters, arrays to 16 values. */
export function safeTags(dataSet: DataSet, transferSyntaxUid: string): Record<string, TagValue> {
  const tags: Record<string, TagValue> = { TransferSyntaxUID: transferSyntaxUid };
  for (const [keyword, kind] of SAFE) {
    const values = readValues(dataSet, TAGS[keyword], kind).slice(0, 16);
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
