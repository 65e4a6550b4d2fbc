import type { Affine } from '../affine.ts';

/** The directions of rows and columns in the patient, in letters, the main direction first (PS3.3 C.7.6.1.1.1). */
export interface PatientAxes {
  /** The direction along a row, to the right of the stored image. */
  row: string;
  /** The direction along a column, to the bottom of the stored image. */
  column: string;
}

/** A component below this is ignored: a deviation of 10° from an axis. */
const MIN_COSINE = Math.sin(Math.PI / 18);
const LETTERS = [
  ['L', 'R'],
  ['P', 'A'],
  ['H', 'F'],
] as const;
const OPPOSITE: Record<string, string> = { L: 'R', R: 'L', P: 'A', A: 'P', H: 'F', F: 'H' };

/**
 * Determines the axes from Image Orientation (Patient) (0020,0037), or else from Patient Orientation (0020,0020).
 *
 * @returns undefined if the file has neither; letters are never guessed
 */
export function determinePatientAxes(
  orientation: readonly number[] | undefined,
  patientOrientation: readonly string[] | undefined,
): PatientAxes | undefined {
  if (orientation?.length === 6) {
    const axes = {
      row: getDirectionLetters(orientation.slice(0, 3)),
      column: getDirectionLetters(orientation.slice(3)),
    };
    if (axes.row && axes.column) return axes;
  }
  const [row = '', column = ''] = patientOrientation ?? [];
  return /^[LRPAHF]{1,3}$/.test(row) && /^[LRPAHF]{1,3}$/.test(column) ? { row, column } : undefined;
}

/** Returns a direction of the patient's coordinate system (x to the left, y to the back, z to the head) in letters. */
export const getDirectionLetters = (direction: readonly number[]): string =>
  LETTERS.map(([plus, minus], axis) => ({ part: direction[axis] ?? 0, plus, minus }))
    .filter(({ part }) => Math.abs(part) >= MIN_COSINE)
    .sort((a, b) => Math.abs(b.part) - Math.abs(a.part))
    .map(({ part, plus, minus }) => (part > 0 ? plus : minus))
    .join('');

export interface EdgeLetters {
  left: string;
  right: string;
  top: string;
  bottom: string;
}

/** Returns the letters at the four edges of the screen, for an image that may be rotated by quarter turns and flipped. */
export function getEdgeLetters({ row, column }: PatientAxes, [a, b, c, d]: Affine): EdgeLetters {
  const upright = Math.abs(a) >= Math.abs(b);
  const right = upright ? applySign(row, a) : applySign(column, c);
  const bottom = upright ? applySign(column, d) : applySign(row, b);
  return { left: reverseLetters(right), right, top: reverseLetters(bottom), bottom };
}

const applySign = (letters: string, sign: number): string => (sign >= 0 ? letters : reverseLetters(letters));
const reverseLetters = (letters: string): string => letters.replace(/./g, (letter) => OPPOSITE[letter]!);
