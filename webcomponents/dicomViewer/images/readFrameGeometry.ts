import type { DicomImage } from '../../../dicom/index.ts';
import { decimal, decimals, items, text, unsigned } from '../../../dicom/header/attributes.ts';
import { functionalGroup } from '../../../dicom/header/functionalGroup.ts';
import { pixelAspect } from '../../../dicom/display/resize.ts';
import { determineCalibration, type Region } from '../measuring/calibration.ts';
import { determinePatientAxes } from '../measuring/patientAxes.ts';
import type { FrameGeometry } from './viewerImage.ts';
import { TAGS } from '../../../dicom/header/tags.ts';

type DataSet = DicomImage['dataSet'];

/** Returns spacing and orientation of a frame. Its functional groups take precedence over the root (PS3.3 C.7.6.16). */
export function readFrameGeometry(
  { dataSet, header }: Pick<DicomImage, 'dataSet' | 'header'>,
  frame: number,
): FrameGeometry {
  const measures = functionalGroup(dataSet, frame, TAGS.PixelMeasuresSequence);
  const orientation = decimals(
    functionalGroup(dataSet, frame, TAGS.PlaneOrientationSequence),
    TAGS.ImageOrientationPatient,
  );
  return {
    calibration: determineCalibration({
      modality: text(dataSet, TAGS.Modality),
      pixelSpacing: toSpacing(decimals(measures, TAGS.PixelSpacing)),
      imagerPixelSpacing: header.imagerPixelSpacing,
      calibrationType: text(dataSet, TAGS.PixelSpacingCalibrationType),
      regions: items(dataSet, TAGS.SequenceOfUltrasoundRegions).flatMap(readRegion),
      aspect: pixelAspect(header),
    }),
    axes: determinePatientAxes(orientation, text(dataSet, TAGS.PatientOrientation)?.split('\\')),
  };
}

const toSpacing = ([row, column]: number[]): [number, number] | undefined =>
  row !== undefined && column !== undefined && row > 0 && column > 0 ? [row, column] : undefined;

const CENTIMETRES = 3;

/** Returns a region if both axes are in centimetres (C.8.5.5.1.15). Its last row and column are inclusive. */
function readRegion(item: DataSet): Region[] {
  const inCentimetres = [TAGS.PhysicalUnitsXDirection, TAGS.PhysicalUnitsYDirection].every(
    (tag) => unsigned(item, tag) === CENTIMETRES,
  );
  const [column, row] = [TAGS.PhysicalDeltaX, TAGS.PhysicalDeltaY].map(
    (tag) => Math.abs(readDouble(item, tag) ?? 0) * 10,
  );
  const [left, top, right, bottom] = [
    TAGS.RegionLocationMinX0,
    TAGS.RegionLocationMinY0,
    TAGS.RegionLocationMaxX1,
    TAGS.RegionLocationMaxY1,
  ].map((tag) => readLong(item, tag));
  if (!inCentimetres || !row || !column) return [];
  if (left === undefined || top === undefined || right === undefined || bottom === undefined) return [];
  return [{ left, top, right: right + 1, bottom: bottom + 1, spacing: { row, column } }];
}

const readLong = (dataSet: DataSet, tag: string): number | undefined =>
  dataSet.elements[tag]?.length === 4 ? dataSet.uint32(tag) : decimal(dataSet, tag);

const readDouble = (dataSet: DataSet, tag: string): number | undefined =>
  dataSet.elements[tag]?.length === 8 ? dataSet.double(tag) : undefined;
