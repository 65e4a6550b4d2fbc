import type { DataSet } from 'dicom-parser';
import { decimal, decimalPlaces, text } from '../header/attributes.ts';
import type { Warning } from '../warning.ts';
import { functionalGroup } from '../header/functionalGroup.ts';
import type { ImageHeader } from '../header/imageHeader.ts';
import { lutSequence, type LookupTable } from '../header/lut.ts';
import type { WindowFunction } from './displayFrame.ts';
import { TAGS } from '../header/tags.ts';

/** How one frame's stored values become display levels (PS3.4 N.2). */
export interface FrameTransforms {
  /** Modality LUT, or slope and intercept, never both (C.11.1). */
  modality: { kind: 'linear'; slope: number; intercept: number } | { kind: 'lut'; lut: LookupTable };
  /** RescaleType (0028,1054), as the unit's name; HU, for one. */
  unit: string | undefined;
  windows: { center: number; width: number; explanation?: string }[];
  windowFunction: WindowFunction;
  voiLuts: LookupTable[];
  /** Presentation LUT Shape INVERSE; MONOCHROME1 where there is no such shape. */
  inverse: boolean;
}

/**
 * Reads the transforms of one frame. A VOI LUT that is too short is left out, with a warning: a window is a choice as good.
 * @throws DicomError `invalid-header` where a modality LUT is too short, without which the values mean nothing
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
  // The VOI LUT's input may be signed where the modality's output can be.
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
 * The presentation's own word (C.11.6) decides: with MONOCHROME1 it should be INVERSE (C.8.11.1), and IDENTITY says that
 * the values are as they are to be shown. dcmtk and dcm4che take it the same way.
 */
const isInverse = (shape: string | undefined, photometric: string): boolean =>
  shape === 'INVERSE' || (shape !== 'IDENTITY' && photometric === 'MONOCHROME1');

const SHORT_VOI_LUT: Warning = {
  code: 'voi-lut-damaged',
  message: 'A VOI LUT has fewer entries than its descriptor says; it was left out.',
  tag: '(0028,3010)',
};

/** Windows with a width that makes sense; an empty one or one of width 0 is as none. */
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
