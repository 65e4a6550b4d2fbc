import { DicomError } from '../dicomError.ts';

/** A segment: its place in the frame, and the byte of a pixel that it holds. */
export interface RleSegment {
  start: number;
  end: number;
  place: number;
}

/**
 * Unpacks segments and interleaves their bytes to pixels.
 * @throws DicomError `corrupt-codestream` if a segment is short
 */
export type RleUnpacker = (bytes: Uint8Array, segments: RleSegment[], pixels: number) => Uint8Array;

export const shortSegment = (segment: number): DicomError =>
  corrupt(`RLE segment ${segment} ends before its pixels do.`);

export const corrupt = (message: string): DicomError =>
  new DicomError('corrupt-codestream', message, { tag: '(7fe0,0010)' });
