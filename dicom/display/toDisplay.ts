import { DicomError } from '../dicomError.ts';
import type { DicomImage } from '../dicomImage.ts';
import type { GreyTransforms } from '../pixels/greyTransforms.ts';
import type { StoredFrame } from '../pixels/storedFrame.ts';
import { chooseVoi, type VoiChoice } from './chooseVoi.ts';
import { colourDisplay } from './colourDisplay.ts';
import type { AppliedWindow, DisplayFrame } from './displayFrame.ts';
import { greyLevels } from './greyLevels.ts';
import { modalityFunction } from './modalityFunction.ts';
import { paletteDisplay } from './paletteDisplay.ts';

export interface DisplayOptions {
  /**
   * Replaces the file's first LUT or window by another one of the file, a window of the user's, or the range from the smallest
   * to the largest value, padding included.
   */
  voi?: VoiChoice;
  /** Inverts the levels, in addition to an inversion that the file requires. */
  invert?: boolean;
}

/**
 * Converts stored values to 8-bit display levels: modality LUT or rescale, then VOI LUT, window or computed window, then the
 * presentation (PS3.4 N.2; PS3.3 C.11). RGB is passed through; a palette is applied.
 *
 * @param frameIndex counted from 0; selects the functional groups (PS3.3 C.7.6.16)
 * @throws DicomError `invalid-palette` if PALETTE COLOR has no palette
 */
export function toDisplay(
  image: DicomImage,
  frame: StoredFrame,
  frameIndex: number,
  options: DisplayOptions = {},
): DisplayFrame {
  const { header } = image;
  const invert = options.invert === true;
  if (frame.samplesPerPixel === 3) return colourDisplay(frame, header.bitsStored, invert);
  if (header.photometricInterpretation === 'PALETTE COLOR') {
    const palette = image.palette();
    if (palette === undefined)
      throw new DicomError('invalid-palette', 'PALETTE COLOR needs a palette. The header has none.', {
        tag: '(0028,1101)',
      });
    return paletteDisplay(frame, palette, invert);
  }
  const { transforms, window } = chooseGreyTransforms(image, frame, frameIndex, options);
  const data = greyLevels(frame.pixels, transforms);
  return { width: frame.width, height: frame.height, channels: 1, data, window };
}

/** Chooses the transforms of a grey frame according to the options, and returns them with the equivalent window. */
export function chooseGreyTransforms(
  image: DicomImage,
  frame: StoredFrame,
  frameIndex: number,
  { voi, invert = false }: DisplayOptions,
): { transforms: GreyTransforms; window: AppliedWindow } {
  const { padding } = image.header;
  const transforms = image.transforms(frameIndex);
  const { level, window } = chooseVoi(transforms, frame.pixels, padding, voi);
  return {
    transforms: {
      modality: modalityFunction(transforms),
      level,
      inverse: transforms.inverse !== invert,
      padding,
      monotone:
        transforms.modality.kind === 'linear' && window.source !== 'lut' && window.function !== 'SIGMOID',
    },
    window,
  };
}
