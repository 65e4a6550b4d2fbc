import type { DataSet } from 'dicom-parser';
import { decimal, decimalPlaces, text } from '../header/attributes.ts';
import type { Warning } from '../warning.ts';
import { functionalGroup } from '../header/functionalGroup.ts';
import type { ImageHeader } from '../header/imageHeader.ts';
import { lutSequence, type LookupTable } from '../header/lut.ts';
import type { WindowFunction } from './displayFrame.ts';
import { TAGS } from '../header/tags.ts';

/** The transforms from a frame's stored values to display levels (PS3.4 N.2). */
export interface FrameTransforms {
  /** Modality LUT, or slope and intercept, never both (C.11.1). */
  modality: { kind: 'linear'; slope: number; intercept: number } | { kind: 'lut'; lut: LookupTable };
  /** Rescale Type (0028,1054), the unit, such as HU. */
  unit: string | undefined;
  windows: { center: number; width: number; explanation?: string }[];
  windowFunction: WindowFunction;
  voiLuts: LookupTable[];
  /** Presentation LUT Shape is INVERSE; without a shape, MONOCHROME1. */
  inverse: boolean;
}

/**
 * Reads the transforms of one frame. A VOI LUT that is too short is omitted, with a warning, since a window can replace it.
 * @throws DicomError `invalid-header` if a modality LUT is too short: without it the values have no meaning
 */
export function frameTransforms(
  dataSet: DataSet,
  frame: number,
  {
    photometricInterpretation: photometric,
    signed,
  }: Pick<ImageHeader, 'photometricInterpretation' | 'signed'>,
  warn: (warning: Warning) => void,
): FrameTransforms {
  const modality = functionalGroup(dataSet, frame, TAGS.PixelValueTransformationSequence);
  const voi = functionalGroup(dataSet, frame, TAGS.FrameVOILUTSequence);
  const modalityLut = lutSequence(dataSet, TAGS.ModalityLUTSequence, signed)[0];
  const slope = decimal(modality, TAGS.RescaleSlope) ?? 1;
  const intercept = decimal(modality, TAGS.RescaleIntercept) ?? 0;
  // The input of the VOI LUT is signed if the output of the modality transform can be.
  const signedInput = signed || intercept < 0;
  return {
    modality: modalityLut
      ? { kind: 'lut', lut: modalityLut }
      : { kind: 'linear', slope: slope === 0 ? 1 : slope, intercept },
    unit: text(modality, TAGS.RescaleType),
    windows: readWindows(voi),
    windowFunction: readFunction(voi),
    voiLuts: lutSequence(voi, TAGS.VOILUTSequence, modalityLut === undefined && signedInput, () => {
      warn(SHORT_VOI_LUT);
    }),
    inverse: isInverse(text(dataSet, TAGS.PresentationLUTShape), photometric),
  };
}

/**
 * Decides on inversion. Presentation LUT Shape (C.11.6) takes precedence: with MONOCHROME1 it should be INVERSE (C.8.11.1),
 * and IDENTITY shows the values unchanged. dcmtk and dcm4che do the same.
 */
const isInverse = (shape: string | undefined, photometric: string): boolean =>
  shape === 'INVERSE' || (shape !== 'IDENTITY' && photometric === 'MONOCHROME1');

const SHORT_VOI_LUT: Warning = {
  code: 'voi-lut-damaged',
  message: 'A VOI LUT has fewer entries than its descriptor gives; it was omitted.',
  tag: '(0028,3010)',
};

/** Reads the windows. An empty one, or one of width 0 or less, is ignored. */
function readWindows(dataSet: DataSet): FrameTransforms['windows'] {
  const widths = decimalPlaces(dataSet, TAGS.WindowWidth);
  const explanations = (text(dataSet, TAGS.WindowCenterWidthExplanation) ?? '').split('\\');
  return decimalPlaces(dataSet, TAGS.WindowCenter).flatMap((center, index) => {
    const width = widths[index];
    if (center === undefined || width === undefined || width <= 0) return [];
    const explanation = explanations[index]?.trim();
    return [{ center, width, ...(explanation ? { explanation } : {}) }];
  });
}

function readFunction(dataSet: DataSet): WindowFunction {
  const written = text(dataSet, TAGS.VOILUTFunction);
  return written === 'SIGMOID' || written === 'LINEAR_EXACT' ? written : 'LINEAR';
}
