import { DicomError } from '../dicomError.ts';

/** A segment: where it lies in the frame, and which byte of a pixel it holds. */
export interface RleSegment {
  start: number;
  end: number;
  place: number;
}

/**
 * Unpacks segments of so many bytes each to pixels.
 * @throws DicomError `corrupt-codestream` where one is short
 */
export type RleUnpacker = (bytes: Uint8Array, segments: RleSegment[], pixels: number) => Uint8Array;

export const shortSegment = (segment: number): DicomError =>
  corrupt(`RLE segment ${segment} ends before its pixels do.`);

export const corrupt = (message: string): DicomError =>
  new DicomError('corrupt-codestream', message, { tag: '(7fe0,0010)' });
