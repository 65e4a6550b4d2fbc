import { RejectedImageError } from '../rejectedImageError.ts';

/** What an ordinary image says of itself before any pixel is decoded. */
export interface Structure {
  width: number;
  height: number;
  /** EXIF orientation, from 1 to 8: https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf, 4.6.4 */
  orientation: number;
  /** Frames or pages in the file; the first one is rendered. */
  frames: number;
  /** The color transform of a JPEG's Adobe segment: 0 none, 1 YCbCr, 2 YCCK. */
  adobeTransform?: number;
}

/** The file ends before its data does. */
export const truncated = (format: string): RejectedImageError =>
  new RejectedImageError(
    'truncated',
    `The ${format} file ends before its image does. Upload it again, whole.`,
  );

/** The file contradicts itself. */
export const corrupt = (format: string, what: string, cause?: unknown): RejectedImageError =>
  new RejectedImageError('corrupt', `The ${format} file is damaged: ${what}. Export it again.`, { cause });

/** A flavour of the format that is not decoded. */
export const unsupported = (format: string, what: string): RejectedImageError =>
  new RejectedImageError(
    'unsupported-format',
    `${what} is not supported in ${format}. Save it as PNG or JPEG.`,
  );

/** Big- or little-endian numbers of bytes that may end too early. */
export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
