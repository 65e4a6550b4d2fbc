import type { Rendition } from '../../contract/index.ts';
import { type DisplayFrame, encodeJpeg, resizeDisplay } from '../../dicom/index.ts';
import type { Picture } from './openedImage.ts';
import { planRendition } from './planRendition.ts';
import { RejectedImageError } from './rejectedImageError.ts';
import { repeatPixels } from './repeatPixels.ts';

/** The largest image that Rekognition reads from S3. */
const MAX_BYTES = 15_000_000;

/** JPEG qualities to try. The first keeps every image of ../shared/dicom within a mean of 3 levels of its display. */
const QUALITIES = [96, 90, 80, 60, 40];

/** Encodes a whole frame as a JPEG that Rekognition accepts, scaled only as far as necessary. */
export async function encodeRendition({
  frame,
  display,
  window,
}: Picture): Promise<Rendition & { jpeg: Uint8Array }> {
  const { width, height } = planRendition(display.width, display.height);
  const scaled = scale(display, width, height);
  for (const quality of QUALITIES) {
    const jpeg = await encodeJpeg(scaled, { quality });
    if (jpeg.length < MAX_BYTES) {
      const crop = { left: 0, top: 0, width: 1, height: 1 };
      return { frame, width, height, crop, ...(window === undefined ? {} : { window }), jpeg };
    }
  }
  throw new RejectedImageError(
    'too-large',
    `Frame ${frame} exceeds 15 MB even as a JPEG of low quality. Upload a smaller image.`,
  );
}

function scale(display: DisplayFrame, width: number, height: number): DisplayFrame {
  const factor = width / display.width;
  if (factor === 1 && height === display.height) return display;
  const whole = Number.isInteger(factor) && height === display.height * factor;
  return whole ? repeatPixels(display, factor) : resizeDisplay(display, width, height);
}
