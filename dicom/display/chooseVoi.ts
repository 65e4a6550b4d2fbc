import type { LookupTable } from '../header/lut.ts';
import type { LevelFunction, PaddingRange } from '../pixels/greyTransforms.ts';
import type { Samples } from '../pixels/samples.ts';
import { computedWindow } from './computedWindow.ts';
import type { AppliedWindow, WindowFunction } from './displayFrame.ts';
import { lookUp } from './modalityFunction.ts';
import type { FrameTransforms } from './transforms.ts';
import { windowFunction } from './windowLevel.ts';

/** A user-defined window; a window or LUT of the file by its index; or minimum to maximum. */
export type VoiChoice =
  { window: { center: number; width: number } } | { windowIndex: number } | { lutIndex: number } | 'minmax';

/** The function from modality values to levels from 0 to 255, and the window that it corresponds to. */
export interface Voi {
  level: LevelFunction;
  window: AppliedWindow;
}

/**
 * Chooses the VOI transformation of a frame (PS3.3 C.11.2): a VOI LUT or a window, never both. By default it is the first
 * LUT, else the first window, else a computed one. A user-defined window replaces a LUT.
 */
export function chooseVoi(
  transforms: FrameTransforms,
  pixels: Samples,
  padding: PaddingRange | undefined,
  wanted: VoiChoice | undefined,
): Voi {
  if (wanted === 'minmax') return windowed(computedWindow(transforms, pixels, undefined));
  const { voiLuts, windows, windowFunction: kind } = transforms;
  const { window: own, windowIndex, lutIndex }: Choices = wanted ?? {};
  if (own !== undefined) return windowed({ ...own, function: allowed(kind, own.width), source: 'user' });
  const lut = windowIndex === undefined ? voiLuts[lutIndex ?? 0] : undefined;
  if (lut !== undefined) return throughLut(lut);
  const window = windows[windowIndex ?? 0];
  if (window === undefined) return windowed(computedWindow(transforms, pixels, padding));
  const { center, width } = window;
  return windowed({ center, width, function: allowed(kind, width), source: 'file' });
}

interface Choices {
  window?: { center: number; width: number };
  windowIndex?: number;
  lutIndex?: number;
}

/** Replaces LINEAR for widths below 1, which it does not allow (C.11.2.1.2.1): writers of fractional units mean LINEAR_EXACT. */
const allowed = (kind: WindowFunction, width: number): WindowFunction =>
  kind === 'LINEAR' && width < 1 ? 'LINEAR_EXACT' : kind;

const windowed = (window: AppliedWindow): Voi => ({
  level: windowFunction(window.function, window.center, window.width),
  window,
});

/** Applies a VOI LUT (C.11.2.1.1), whose entries have the bits that its descriptor gives. */
function throughLut(lut: LookupTable): Voi {
  const find = lookUp(lut);
  const scale = 255 / (2 ** Math.min(16, Math.max(8, lut.bits)) - 1);
  const width = lut.entries.length;
  return {
    level: (value) => find(value) * scale,
    window: { center: lut.firstMapped + width / 2, width, function: 'LINEAR', source: 'lut' },
  };
}
