import { DicomError } from '../dicomError.ts';
import type { StoredFrame } from '../pixels/storedFrame.ts';
import type { DisplayFrame } from './displayFrame.ts';

/** Reduces RGB to its highest 8 bits. An 8-bit frame is returned without a copy. */
export function colourDisplay(frame: StoredFrame, bitsStored: number, invert: boolean): DisplayFrame {
  const { pixels, width, height } = frame;
  if (pixels instanceof Float32Array || pixels instanceof Float64Array)
    throw new DicomError('unsupported-pixels', 'Colour in floating point is not supported.');
  const shift = Math.max(0, bitsStored - 8);
  if (shift === 0 && !invert && pixels instanceof Uint8Array)
    return { width, height, channels: 3, data: pixels };
  const data = new Uint8Array(pixels.length);
  const flip = invert ? 255 : 0;
  for (let index = 0; index < data.length; index++) data[index] = (pixels[index]! >> shift) ^ flip;
  return { width, height, channels: 3, data };
}
