import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DicomError,
  toDisplay,
  type DicomImage,
  type DisplayFrame,
  type DisplayOptions,
  type StoredFrame,
} from '../../dicom/index.ts';
import { readPng } from './readPng.ts';

/** The display options that correspond to the `dcm2pnm` options of the references. */
const VOI: Record<string, DisplayOptions> = {
  // A window index ignores VOI LUTs, as dcm2pnm does.
  '+Wi 1': { voi: { windowIndex: 0 } },
  '+Wm': { voi: 'minmax' },
  '': {},
};

export interface DisplayVerdict {
  /** Mean absolute difference in levels of 255; Infinity where the sizes differ. */
  mean: number;
  worst: number;
  agrees: boolean;
}

const NONE: DisplayVerdict = { mean: Infinity, worst: Infinity, agrees: false };

/**
 * Compares the display image of frame 0 with dcmtk's. They agree if the mean difference is at most 1. They do not agree if the
 * frame cannot be displayed.
 */
export async function compareDisplay(
  image: DicomImage,
  frame: StoredFrame,
  display: { dcm2pnm: string; png: string },
  directory: string,
): Promise<DisplayVerdict> {
  const options = VOI[display.dcm2pnm];
  if (options === undefined) throw new Error(`The dcm2pnm option ${display.dcm2pnm} is unknown.`);
  const reference = readPng(await readFile(join(directory, display.png)));
  const ours = displayOrUndefined(image, frame, options);
  if (ours?.width !== reference.width || ours.height !== reference.height) return NONE;
  let [sum, worst] = [0, 0];
  const samples = ours.width * ours.height * 3;
  for (let index = 0; index < samples; index++) {
    const one = ours.channels === 3 ? ours.data[index]! : ours.data[Math.floor(index / 3)]!;
    const other = reference.channels === 3 ? reference.data[index]! : reference.data[Math.floor(index / 3)]!;
    const difference = Math.abs(one - other);
    sum += difference;
    worst = Math.max(worst, difference);
  }
  const mean = sum / samples;
  return { mean, worst, agrees: mean <= 1 };
}

function displayOrUndefined(
  image: DicomImage,
  frame: StoredFrame,
  options: DisplayOptions,
): DisplayFrame | undefined {
  try {
    return toDisplay(image, frame, 0, options);
  } catch (error) {
    if (error instanceof DicomError) return undefined;
    throw error;
  }
}
