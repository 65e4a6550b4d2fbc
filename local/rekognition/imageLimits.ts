import { RekognitionError } from './rekognitionError.ts';

/** Rekognition's limits. https://docs.aws.amazon.com/rekognition/latest/dg/limits.html */
const MAX_INLINE_BYTES = 5_242_880;
const MAX_S3_BYTES = 15_728_640;
const MIN_SIDE = 80;
const MAX_SIDE = 10_000;

/** Throws ImageTooLargeException if the content is longer than Rekognition accepts. */
export function checkLength(length: number, from: 'inline' | 's3'): void {
  const limit = from === 'inline' ? MAX_INLINE_BYTES : MAX_S3_BYTES;
  if (length > limit)
    throw new RekognitionError(
      'ImageTooLargeException',
      `Image size is ${length} bytes, and at most ${limit} are allowed`,
    );
}

/** Throws InvalidImageFormatException if the content is neither JPEG nor PNG. */
export function checkFormat(content: Buffer): void {
  const jpeg = content.subarray(0, 3).toString('hex') === 'ffd8ff';
  const png = content.subarray(0, 8).toString('hex') === '89504e470d0a1a0a';
  if (!jpeg && !png)
    throw new RekognitionError(
      'InvalidImageFormatException',
      'Request has invalid image format: only JPEG and PNG',
    );
}

/** Throws if a side is shorter than 80 pixels or longer than 10,000. */
export function checkSides(width: number, height: number): void {
  if (width < MIN_SIDE || height < MIN_SIDE)
    throw new RekognitionError(
      'InvalidParameterException',
      `Request has invalid parameters: ${width} x ${height} is below ${MIN_SIDE} pixels a side`,
    );
  if (width > MAX_SIDE || height > MAX_SIDE)
    throw new RekognitionError(
      'ImageTooLargeException',
      `${width} x ${height} is above ${MAX_SIDE} pixels a side`,
    );
}
