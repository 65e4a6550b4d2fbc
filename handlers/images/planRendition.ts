import { RejectedImageError } from './rejectedImageError.ts';

/** Rekognition wants at least 80 px a side; beyond 4096 px it sees no more: https://docs.aws.amazon.com/rekognition/latest/dg/limits.html */
export const MIN_SIDE = 80;
export const MAX_SIDE = 4096;
const MAX_ASPECT = 51;

/**
 * The size of a rendition with square pixels, scaled up or down only as far as Rekognition asks for; up by a whole
 * factor where that fits, so that no pixel is blended with another.
 * Throws `aspect-unsupported` for what cannot be both long and wide enough.
 */
export function planRendition(width: number, height: number): { width: number; height: number } {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  if (long > short * MAX_ASPECT) {
    throw new RejectedImageError(
      'aspect-unsupported',
      `The image is ${Math.round(width)} by ${Math.round(height)} pixels: over ${MAX_ASPECT} to 1 it cannot be analysed. Crop it, and upload the parts.`,
    );
  }
  const whole = Math.ceil(MIN_SIDE / short);
  const up = long * whole <= MAX_SIDE ? whole : MIN_SIDE / short;
  const scale = long > MAX_SIDE ? MAX_SIDE / long : short < MIN_SIDE ? up : 1;
  return { width: bounded(width * scale), height: bounded(height * scale) };
}

const bounded = (side: number): number => Math.min(MAX_SIDE, Math.max(MIN_SIDE, Math.round(side)));
