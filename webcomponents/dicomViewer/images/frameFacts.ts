import type { DicomImage } from '../../../dicom/index.ts';
import { decimal, text } from '../../../dicom/header/attributes.ts';
import { TAGS } from '../../../dicom/header/tags.ts';

/**
 * Returns the unit of the modality's values: RescaleType (0028,1054), or else HU for an original CT image, which may omit
 * it (PS3.3 C.8.2.1). Returns '' if the unit is unknown.
 */
export function getValueUnit(
  { dataSet }: Pick<DicomImage, 'dataSet'>,
  rescaleType: string | undefined,
): string {
  // 'US' is Unspecified.
  if (rescaleType !== undefined) return rescaleType === 'US' ? '' : rescaleType;
  const original = text(dataSet, TAGS.ImageType)?.split('\\')[0] === 'ORIGINAL';
  return original && text(dataSet, TAGS.Modality) === 'CT' ? 'HU' : '';
}

/**
 * Returns the duration of a cine frame in milliseconds: Frame Time (0018,1063), or else the one that follows from
 * Recommended Display Frame Rate (0008,2144) or Cine Rate (0018,0040).
 */
export function getFrameMs({ dataSet, header }: Pick<DicomImage, 'dataSet' | 'header'>): number | undefined {
  if (header.frameTimeMs !== undefined && header.frameTimeMs > 0) return header.frameTimeMs;
  const rate = decimal(dataSet, TAGS.RecommendedDisplayFrameRate) ?? decimal(dataSet, TAGS.CineRate);
  return rate !== undefined && rate > 0 ? 1000 / rate : undefined;
}
