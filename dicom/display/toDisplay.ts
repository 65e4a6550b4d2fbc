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
   * What takes the place of the file's first LUT or window: another of its windows or LUTs, one of the reader's own,
   * or all values from the smallest to the largest, padding included.
   */
  voi?: VoiChoice;
  /** Inverts once more than the file asks for. */
  invert?: boolean;
}

/**
 * Stored values to 8-bit display levels: modality LUT or rescale, then VOI LUT or window or a computed window, then the
 * presentation (PS3.4 N.2; PS3.3 C.11). Colour passes as it is; a palette is looked up.
 *
 * @throws DicomError `invalid-palette` where PALETTE COLOR has no palette
 * @param frameIndex from 0; its functional groups apply (PS3.3 C.7.6.16)
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
      throw new DicomError('invalid-palette', 'PALETTE COLOR needs a palette, and there is none.', {
        tag: '(0028,1101)',
      });
    return paletteDisplay(frame, palette, invert);
  }
  const { transforms, window } = chooseGreyTransforms(image, frame, frameIndex, options);
  const data = greyLevels(frame.pixels, transforms);
  return { width: frame.width, height: frame.height, channels: 1, data, window };
}

/** How a grey frame's stored values become levels, as the options have it, and the window that this amounts to. */
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
