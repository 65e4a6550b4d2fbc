import assert from 'node:assert/strict';
import {
  getEdgeLetters,
  determinePatientAxes,
} from '../../../webcomponents/dicomViewer/measuring/patientAxes.ts';
import { computeScaleBar } from '../../../webcomponents/dicomViewer/measuring/computeScaleBar.ts';
import type { Affine } from '../../../webcomponents/dicomViewer/affine.ts';

const AS_STORED: Affine = [1, 0, 0, 1, 0, 0];
/** Rotated 90° clockwise: the right edge becomes the bottom edge. */
const ROTATED: Affine = [0, 2, -2, 0, 100, 0];
const MIRRORED: Affine = [-1, 0, 0, 1, 100, 0];

const edges = (orientation: number[], turned: Affine = AS_STORED): string => {
  const { left, right, top, bottom } = getEdgeLetters(determinePatientAxes(orientation, undefined)!, turned);
  return `${left} ${right} ${top} ${bottom}`;
};

describe('getEdgeLetters, for left, right, top and bottom', () => {
  // x leads to the patient's left, y to the back, z to the head (PS3.3 C.7.6.2.1.1).
  it('labels an axial slice seen from the feet', () => assert.equal(edges([1, 0, 0, 0, 1, 0]), 'R L A P'));
  it('labels a sagittal slice: rows lead to the back, columns to the feet', () =>
    assert.equal(edges([0, 1, 0, 0, 0, -1]), 'A P H F'));
  it('labels a coronal slice: rows lead to the left, columns to the feet', () =>
    assert.equal(edges([1, 0, 0, 0, 0, -1]), 'R L H F'));

  it('labels a rotated axial slice of a prone patient', () => {
    assert.equal(edges([-1, 0, 0, 0, -1, 0]), 'L R P A');
    assert.equal(
      edges([1, 0, 0, 0, 1, 0], ROTATED),
      'P A R L',
      'the right edge moves down, the top edge moves right',
    );
    assert.equal(edges([1, 0, 0, 0, 1, 0], MIRRORED), 'L R A P');
  });

  it('labels an oblique slice with the main letter first, and ignores less than 10°', () => {
    // Rows 30° from the left towards the back: (cos 30°, sin 30°, 0).
    assert.equal(edges([0.866, 0.5, 0, -0.5, 0.866, 0]), 'RA LP AL PR');
    // 5°: sin 5° = 0.087 is ignored.
    assert.equal(edges([0.9962, 0.0872, 0, -0.0872, 0.9962, 0]), 'R L A P');
    // Doubly oblique.
    assert.equal(edges([0.7, 0.5, 0.51, -0.6, 0.79, 0.05]), 'RFA LHP AL PR');
  });

  it('labels a projection by Patient Orientation, and nothing without any orientation', () => {
    assert.deepEqual(determinePatientAxes(undefined, ['L', 'F']), { row: 'L', column: 'F' });
    assert.deepEqual(determinePatientAxes([], ['AR', 'FP']), { row: 'AR', column: 'FP' });
    assert.equal(determinePatientAxes(undefined, undefined), undefined);
    assert.equal(determinePatientAxes(undefined, ['', 'F']), undefined);
    assert.equal(determinePatientAxes([0, 0, 0, 0, 0, 0], ['<b>', 'F']), undefined);
  });
});

describe('the scale bar', () => {
  const square = { kind: 'mm', spacing: { row: 0.5, column: 0.25 }, trust: 'true-size' } as const;

  it('has a round length: at 8 px per mm, 150 px fit 10 mm but not 20 mm', () =>
    assert.deepEqual(computeScaleBar(square, [2, 0, 0, 4, 0, 0], 150), { millimetres: 10, length: 80 }));

  it('uses the row spacing when the image is rotated: 4 px per 0.5 mm are 8 px per mm', () =>
    assert.deepEqual(computeScaleBar(square, [0, 2, -4, 0, 0, 0], 170), { millimetres: 20, length: 160 }));

  it('is absent without millimetres', () =>
    assert.equal(computeScaleBar({ kind: 'pixels', aspect: 1 }, AS_STORED, 100), undefined));
});
