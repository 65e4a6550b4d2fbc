import type { DataSet } from 'dicom-parser';
import { items } from './attributes.ts';
import { TAGS } from './tags.ts';

/** Returns a functional group of a frame: per-frame, else shared (PS3.3 C.7.6.16.1), else the root data set. */
export function functionalGroup(dataSet: DataSet, frame: number, tag: string): DataSet {
  const own = items(items(dataSet, TAGS.PerFrameFunctionalGroupsSequence)[frame], tag)[0];
  return own ?? items(items(dataSet, TAGS.SharedFunctionalGroupsSequence)[0], tag)[0] ?? dataSet;
}
