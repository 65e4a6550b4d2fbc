import { RejectedImageError } from './rejectedImageError.ts';

/** Rekognition requires at least 80 px per side and uses at most 4096 px: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html */
export const MIN_SIDE = 80;
export const MAX_SIDE = 4096;
const MAX_ASPECT = 51;

/**
 * Returns the size of a rendition with square pixels, scaled only as far as Rekognition requires. Scales up by a whole
 * factor if that fits, so that pixels are not blended.
 * @throws RejectedImageError `aspect-unsupported` if no scale fits both sides
 */
export function planRendition(width: number, height: number): { width: number; height: number } {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  if (long > short * MAX_ASPECT) {
    throw new RejectedImageError(
      'aspect-unsupported',
      `The image has ${Math.round(width)} x ${Math.round(height)} pixels. Its sides may differ by at most ${MAX_ASPECT} to 1. Crop it and upload the parts.`,
    );
  }
  const whole = Math.ceil(MIN_SIDE / short);
  const up = long * whole <= MAX_SIDE ? whole : MIN_SIDE / short;
  const scale = long > MAX_SIDE ? MAX_SIDE / long : short < MIN_SIDE ? up : 1;
  return { width: clampSide(width * scale), height: clampSide(height * scale) };
}

const clampSide = (side: number): number => Math.min(MAX_SIDE, Math.max(MIN_SIDE, Math.round(side)));
