import { imageFile } from '../../support/imageFile.ts';
import { IMPLICIT, type Element } from '../../support/writeDicom.ts';

/** A slice's level and attributes. */
export interface SliceOptions {
  /** The level of all pixels, from 0 to 255. */
  level: number;
  side?: number;
  series?: string;
  /** The position along z in mm. By default, rows lead to the patient's left and columns to the back. */
  position?: number;
  orientation?: string;
  number?: number;
}

/**
 * Writes a DICOM file of 16 by 16 frames, 8 bits, without file meta information (implicit VR little endian). All pixels of
 * frame n have the level 60 n, which a window of the whole range shows unchanged.
 */
export const dicomFrames = (frames: number): Uint8Array<ArrayBuffer> =>
  levelsFile(
    16,
    Array.from({ length: frames }, (_, frame) => 60 * (frame + 1)),
    [[0x00080060, 'CS', 'OT']],
  );

/** Writes a CT slice of one level, with pixels of 0.5 mm; its values are levels minus 1000. */
export const dicomSlice = (options: SliceOptions): Uint8Array<ArrayBuffer> => {
  const { level, side = 16, series = '1.2.3', position = 0, number = 1 } = options;
  return levelsFile(
    side,
    [level],
    [
      [0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
      [0x00080060, 'CS', 'CT'],
      [0x0020000e, 'UI', series],
      [0x00200013, 'IS', String(number)],
      [0x00200032, 'DS', `0\\0\\${position}`],
      [0x00200037, 'DS', options.orientation ?? '1\\0\\0\\0\\1\\0'],
      [0x00280030, 'DS', '0.5\\0.5'],
      [0x00281052, 'DS', '-1000'],
      [0x00281053, 'DS', '1'],
    ],
    -1000,
  );
};

function levelsFile(
  side: number,
  levels: number[],
  elements: Element[],
  intercept = 0,
): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(side * side * levels.length);
  levels.forEach((level, frame) => pixels.fill(level, frame * side * side, (frame + 1) * side * side));
  return imageFile({
    ...{ transferSyntax: IMPLICIT, preamble: false, meta: false },
    ...{ rows: side, columns: side, frames: levels.length, pixels },
    elements: [
      [0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.7.2'],
      [0x00281050, 'DS', String(128 + intercept)],
      [0x00281051, 'DS', '256'],
      ...elements,
    ],
  });
}
