import { RejectedImageError } from '../rejectedImageError.ts';

/** The properties of an ordinary image that are known before a pixel is decoded. */
export interface Structure {
  width: number;
  height: number;
  /** EXIF orientation, from 1 to 8: https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf, 4.6.4 */
  orientation: number;
  /** The number of frames or pages in the file, of which the first is rendered. */
  frames: number;
  /** The color transform of a JPEG's Adobe segment: 0 none, 1 YCbCr, 2 YCCK. */
  adobeTransform?: number;
}

/** Returns the error for a file that ends early. */
export const truncated = (format: string): RejectedImageError =>
  new RejectedImageError(
    'truncated',
    `The ${format} file ends before its image is complete. Upload the complete file.`,
  );

/** Returns the error for a damaged file. */
export const corrupt = (format: string, problem: string, cause?: unknown): RejectedImageError =>
  new RejectedImageError('corrupt', `The ${format} file is damaged: ${problem}. Export it again.`, { cause });

/** Returns the error for an unsupported variant of the format. */
export const unsupported = (format: string, feature: string): RejectedImageError =>
  new RejectedImageError(
    'unsupported-format',
    `${feature} is not supported in ${format}. Save the image as PNG or JPEG.`,
  );

/** Returns a DataView of the bytes. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
