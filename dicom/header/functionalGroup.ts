import type { DataSet } from 'dicom-parser';
import { items } from './attributes.ts';
import { TAGS } from './tags.ts';

/** The functional group of a frame: per-frame over shared (PS3.3 C.7.6.16.1), and the root where there is neither. */
export function functionalGroup(dataSet: DataSet, frame: number, tag: string): DataSet {
  const own = items(items(dataSet, TAGS.PerFrameFunctionalGroupsSequence)[frame], tag)[0];
  return own ?? items(items(dataSet, TAGS.SharedFunctionalGroupsSequence)[0], tag)[0] ?? dataSet;
}
