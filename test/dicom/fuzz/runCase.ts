import { bytesReader, DicomError, openDicom, toDisplay } from '../../../dicom/index.ts';
import { mutate } from './mutate.ts';
import { random } from './random.ts';
import { structuralCase } from './structures.ts';

/** Returns the file of a case, which the seed and the number determine. Every eighth is built, the others are mutated. */
export function caseFile(seeds: Uint8Array[], seed: number, index: number): Uint8Array {
  const next = random(Math.imul(seed, 0x9e3779b1) ^ index);
  return index % 8 === 7 ? structuralCase(next) : mutate(seeds[index % seeds.length]!, next);
}

/**
 * Opens a file, reads its first frame and computes its display.
 * @returns the code of the DicomError, or `shown`
 * @throws any other error, which is a finding
 */
export async function tryFile(bytes: Uint8Array): Promise<string> {
  try {
    const image = await openDicom(bytesReader(bytes), { limits: { framePixels: 2 ** 22 } });
    const frame = await image.readFrame(0);
    toDisplay(image, frame, 0);
    return 'shown';
  } catch (error) {
    if (error instanceof DicomError) return error.code;
    throw error;
  }
}
