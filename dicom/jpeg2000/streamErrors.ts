import { DicomError } from '../dicomError.ts';

const PIXEL_DATA = '(7fe0,0010)';

/** @param offset of a byte of the codestream */
export const corrupt = (message: string, offset?: number): DicomError =>
  new DicomError('corrupt-codestream', message, placed(offset));

export const unsupported = (message: string, offset: number): DicomError =>
  new DicomError('unsupported-codestream', message, placed(offset));

export const truncated = (what: string, offset: number): DicomError =>
  new DicomError('truncated', `The JPEG 2000 stream ${what}.`, placed(offset));

const placed = (offset: number | undefined) =>
  offset === undefined ? { tag: PIXEL_DATA } : { tag: PIXEL_DATA, offset };
