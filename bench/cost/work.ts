import { assumed, type Workload } from './assumptions.ts';

/** The work of a month for both designs, in priced units. */
export interface Work {
  images: number;
  /** The frames of all images that are rendered and analyzed. */
  frames: number;
  /** The milliseconds of decoding for all images. */
  decodeMs: number;
  sourceGb: number;
  renditionGb: number;
  resultGb: number;
  /** GB that leave AWS for the viewers. */
  viewedGb: number;
}

export function workOf({ images, dicomShare, frames }: Workload, maxFrames: number): Work {
  const dicom = images * dicomShare;
  const ordinary = images - dicom;
  const analyzed = dicom * Math.min(frames, maxFrames) + ordinary;
  const sourceGb = (dicom * frames * assumed('dicomFrameMb') + ordinary * assumed('ordinaryMb')) / 1000;
  const renditionGb = (analyzed * assumed('renditionMb')) / 1000;
  return {
    images,
    frames: analyzed,
    decodeMs:
      dicom * assumed('openDicomMs') + ordinary * assumed('openOrdinaryMs') + analyzed * assumed('frameMs'),
    sourceGb,
    renditionGb,
    resultGb: (images * assumed('resultMb')) / 1000,
    viewedGb: assumed('views') * (sourceGb + renditionGb),
  };
}

/** Returns the GB-seconds of a function. */
export const gbSeconds = (memoryMb: number, ms: number): number => (memoryMb / 1024) * (ms / 1000);

/** Returns the images that a retention keeps, as months of new images. */
export const monthsKept = (days: number): number => (days * 24) / assumed('hours');
