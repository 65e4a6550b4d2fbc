import type { Palette } from '../header/palette.ts';
import type { StoredFrame } from '../pixels/storedFrame.ts';
import type { DisplayFrame } from './displayFrame.ts';

/**
 * Converts palette indices to RGB. Values outside of the mapped range get the first or last entry (PS3.3 C.7.6.3.1.5).
 */
export function paletteDisplay(frame: StoredFrame, palette: Palette, invert: boolean): DisplayFrame {
  const { pixels, width, height } = frame;
  const { firstMapped, red, green, blue } = palette;
  const last = red.length - 1;
  const flip = invert ? 255 : 0;
  const data = new Uint8Array(pixels.length * 3);
  for (let index = 0, at = 0; index < pixels.length; index++) {
    const entry = Math.max(0, Math.min(last, pixels[index]! - firstMapped));
    data[at++] = red[entry]! ^ flip;
    data[at++] = green[entry]! ^ flip;
    data[at++] = blue[entry]! ^ flip;
  }
  return { width, height, channels: 3, data };
}
