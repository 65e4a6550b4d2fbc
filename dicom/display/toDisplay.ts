import type { DicomImage } from '../dicomImage.ts';
import { DicomError } from '../dicomError.ts';
import type { LookupTable } from '../header/lut.ts';
import type { Palette } from '../header/palette.ts';
import type { Samples } from '../pixels/samples.ts';
import type { StoredFrame } from '../pixels/storedFrame.ts';
import type { AppliedWindow, DisplayFrame } from './displayFrame.ts';
import type { FrameTransforms } from './transforms.ts';
import { windowFunction, type LevelFunction } from './windowLevel.ts';

export interface DisplayOptions {
  /** What takes the place of the file's first LUT or window: another of its windows or LUTs, one of the reader's own, or minimum to maximum. */
  voi?:
    { window: { center: number; width: number } } | { windowIndex: number } | { lutIndex: number } | 'minmax';
  /** Inverts once more than the file asks for. */
  invert?: boolean;
}

/**
 * Stored values to 8-bit display levels: modality LUT or rescale, then VOI LUT or window or a computed window, then the
 * presentation (PS3.4 N.2; PS3.3 C.11). Colour passes as it is; a palette is looked up.
 */
export function toDisplay(
  image: DicomImage,
  frame: StoredFrame,
  frameIndex: number,
  options: DisplayOptions = {},
): DisplayFrame {
  const { header } = image;
  if (frame.samplesPerPixel === 3) return colourDisplay(frame, header.bitsStored, options.invert === true);
  if (header.palette !== undefined && header.photometricInterpretation === 'PALETTE COLOR')
    return paletteDisplay(frame, header.palette, options.invert === true);
  const transforms = image.transforms(frameIndex);
  const { pixels } = frame;
  const padding = header.padding;
  const { level, window } = chooseVoi(transforms, pixels, padding, options.voi);
  const inverse = transforms.inverse !== (options.invert === true);
  const data = mapGrey(pixels, modalityFunction(transforms), level, inverse, padding);
  return { width: frame.width, height: frame.height, channels: 1, data, window };
}

/** Modality LUT or slope and intercept (C.11.1.1). */
export function modalityFunction({ modality }: FrameTransforms): LevelFunction {
  if (modality.kind === 'linear') {
    const { slope, intercept } = modality;
    return (value) => value * slope + intercept;
  }
  return lookUp(modality.lut);
}

const lookUp = ({ firstMapped, entries }: LookupTable): LevelFunction => {
  const last = entries.length - 1;
  return (value) => entries[Math.max(0, Math.min(last, Math.trunc(value) - firstMapped))]!;
};

function chooseVoi(
  transforms: FrameTransforms,
  pixels: Samples,
  padding: { low: number; high: number } | undefined,
  wanted: DisplayOptions['voi'],
): { level: LevelFunction; window: AppliedWindow } {
  const { windows, voiLuts } = transforms;
  const { window: own, windowIndex, lutIndex } = typeof wanted === 'object' ? choices(wanted) : {};
  if (own !== undefined) return windowed({ ...own, function: transforms.windowFunction, source: 'user' });
  const useLut = windowIndex === undefined && wanted !== 'minmax';
  const lut = useLut ? voiLuts[lutIndex ?? 0] : undefined;
  if (lut !== undefined) return throughLut(lut);
  const window = wanted === 'minmax' ? undefined : windows[windowIndex ?? 0];
  if (window !== undefined && !(transforms.windowFunction === 'LINEAR' && window.width < 1))
    return windowed({
      center: window.center,
      width: window.width,
      function: transforms.windowFunction,
      source: 'file',
    });
  return windowed(computedWindow(transforms, pixels, padding));
}

interface Choices {
  window?: { center: number; width: number };
  windowIndex?: number;
  lutIndex?: number;
}

const choices = (wanted: Choices): Choices => wanted;

const windowed = (window: AppliedWindow): { level: LevelFunction; window: AppliedWindow } => ({
  level: windowFunction(window.function, window.center, window.width),
  window,
});

/** A VOI LUT (C.11.2.1.1); its entries have as many bits as its descriptor says. */
function throughLut(lut: LookupTable): { level: LevelFunction; window: AppliedWindow } {
  const find = lookUp(lut);
  const scale = 255 / (2 ** Math.min(16, Math.max(8, lut.bits)) - 1);
  const width = lut.entries.length;
  return {
    level: (value) => find(value) * scale,
    window: { center: lut.firstMapped + width / 2, width, function: 'LINEAR', source: 'lut' },
  };
}

/** From the smallest to the largest modality value that is no padding, as a LINEAR window of C.11.2.1.2.1. */
function computedWindow(
  transforms: FrameTransforms,
  pixels: Samples,
  padding: { low: number; high: number } | undefined,
): AppliedWindow {
  let { low, high } = extremes(pixels, padding);
  if (low > high) [low, high] = [0, 0];
  const convert = modalityFunction(transforms);
  let from = convert(low);
  let to = convert(high);
  if (transforms.modality.kind === 'lut') {
    from = Infinity;
    to = -Infinity;
    for (let value = low; value <= high; value++) {
      from = Math.min(from, convert(value));
      to = Math.max(to, convert(value));
    }
  }
  if (from > to) [from, to] = [to, from];
  const fine = pixels instanceof Float32Array || pixels instanceof Float64Array || to - from < 1;
  if (fine && to > from)
    return { center: (from + to) / 2, width: to - from, function: 'LINEAR_EXACT', source: 'computed' };
  return { center: (from + to + 1) / 2, width: to - from + 1, function: 'LINEAR', source: 'computed' };
}

/** Smallest and largest stored value, padding left out; low is above high where all is padding. */
export function extremes(
  pixels: Samples,
  padding: { low: number; high: number } | undefined,
): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  if (padding === undefined) {
    for (let index = 0; index < pixels.length; index++) {
      const value = pixels[index]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return { low, high };
  }
  for (let index = 0; index < pixels.length; index++) {
    const value = pixels[index]!;
    if (value >= padding.low && value <= padding.high) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

/** Each stored value's level is worked out once, in a table, where the values span fewer than the pixels are. */
function mapGrey(
  pixels: Samples,
  modality: LevelFunction,
  level: LevelFunction,
  inverse: boolean,
  padding: { low: number; high: number } | undefined,
): Uint8Array {
  const show = (value: number): number => {
    // Padding is black, inverted or not (C.7.5.1.1.2).
    if (padding !== undefined && value >= padding.low && value <= padding.high) return 0;
    const shown = Math.max(0, Math.min(255, Math.round(level(modality(value)))));
    return inverse ? 255 - shown : shown;
  };
  const data = new Uint8Array(pixels.length);
  if (pixels.BYTES_PER_ELEMENT > 2) {
    for (let index = 0; index < pixels.length; index++) data[index] = show(pixels[index]!);
    return data;
  }
  const { low, high } = extremes(pixels, undefined);
  const table = new Uint8Array(Math.max(0, high - low + 1));
  for (let value = low; value <= high; value++) table[value - low] = show(value);
  for (let index = 0; index < pixels.length; index++) data[index] = table[pixels[index]! - low]!;
  return data;
}

function colourDisplay(frame: StoredFrame, bitsStored: number, invert: boolean): DisplayFrame {
  const { pixels, width, height } = frame;
  if (pixels instanceof Float32Array || pixels instanceof Float64Array)
    throw new DicomError('unsupported-pixels', 'Colour in floating point is not supported.');
  const shift = Math.max(0, bitsStored - 8);
  const direct = shift === 0 && pixels instanceof Uint8Array;
  const data =
    direct && !invert ? pixels : Uint8Array.from(pixels as ArrayLike<number>, (value) => value >> shift);
  if (invert) for (let index = 0; index < data.length; index++) data[index] = 255 - data[index]!;
  return { width, height, channels: 3, data };
}

/** Values below the first one mapped take the first entry, those above the last one the last (C.7.6.3.1.5). */
function paletteDisplay(frame: StoredFrame, palette: Palette, invert: boolean): DisplayFrame {
  const { pixels, width, height } = frame;
  const { firstMapped, red, green, blue } = palette;
  const last = red.length - 1;
  const data = new Uint8Array(pixels.length * 3);
  for (let index = 0, at = 0; index < pixels.length; index++) {
    const entry = Math.max(0, Math.min(last, pixels[index]! - firstMapped));
    data[at++] = red[entry]!;
    data[at++] = green[entry]!;
    data[at++] = blue[entry]!;
  }
  if (invert) for (let index = 0; index < data.length; index++) data[index] = 255 - data[index]!;
  return { width, height, channels: 3, data };
}
