import assert from 'node:assert/strict';
import { bytesReader } from '../../../dicom/index.ts';
import { openDicomImage } from '../../../webcomponents/dicomViewer/images/openDicomImage.ts';
import { measure } from '../../../webcomponents/dicomViewer/measuring/measure.ts';
import type { MeasurementKind } from '../../../webcomponents/dicomViewer/measuring/measurement.ts';
import { getEdgeLetters } from '../../../webcomponents/dicomViewer/measuring/patientAxes.ts';
import { computeScaleBar } from '../../../webcomponents/dicomViewer/measuring/computeScaleBar.ts';
import { formatMeasured } from '../../../webcomponents/dicomViewer/measuring/measurementText.ts';
import { imageFile } from '../../support/imageFile.ts';
import type { Element } from '../../support/writeDicom.ts';

/** 4 columns to the right and 3 rows down, and the pixel at column 5, row 2: of 8 columns, it holds 2 × 8 + 5 = 21. */
const LENGTH = [
  { x: 1, y: 2 },
  { x: 5, y: 5 },
];
const PROBE = [{ x: 5.5, y: 2.5 }];

const modality = (value: string): Element => [0x00080060, 'CS', value];
const spacing = (value: string): Element => [0x00280030, 'DS', value];
const orientation = (value: string): Element => [0x00200037, 'DS', value];
const original: Element = [0x00080008, 'CS', 'ORIGINAL\\PRIMARY'];
const rescale = (slope: string, intercept: string): Element[] => [
  [0x00281052, 'DS', intercept],
  [0x00281053, 'DS', slope],
];
/** One region of the whole frame: 0.02 cm a column, 0.05 cm a row (PS3.3 C.8.5.5). */
const region: Element[] = [
  [0x00186018, 'UL', 0],
  [0x0018601a, 'UL', 0],
  [0x0018601c, 'UL', 7],
  [0x0018601e, 'UL', 7],
  [0x00186024, 'US', 3],
  [0x00186026, 'US', 3],
  [0x0018602c, 'FD', 0.02],
  [0x0018602e, 'FD', 0.05],
];

interface Kind {
  kind: string;
  elements: Element[];
  /** Left, right, top, bottom; undefined if the file states no orientation. */
  letters: string | undefined;
  length: string;
  probe: string;
  /** The length of the scale bar in mm within 80 pixels at 1:1; undefined if there is none. */
  bar: number | undefined;
}

const KINDS: Kind[] = [
  {
    // 4 × 0.5 = 2 and 3 × 0.5 = 1.5: √(4 + 2.25) = 2.5. 21 × 2 - 1000 = -958. A bar of 20 fits 80 × 0.5 = 40 mm.
    kind: 'axial CT: 2.5 mm, -958 HU',
    elements: [
      modality('CT'),
      original,
      spacing('0.5\\0.5'),
      orientation('1\\0\\0\\0\\1\\0'),
      ...rescale('2', '-1000'),
    ],
    letters: 'R L A P',
    length: '2.50 mm',
    probe: '-958 HU; column 5, row 2',
    bar: 20,
  },
  {
    // 4 × 1 = 4 and 3 × 2 = 6: √(16 + 36) = 7.21. Rows lead to the back, columns to the feet. A bar of 50 fits 80 × 1 mm.
    kind: 'sagittal MR with rows twice as far apart: 7.21 mm, 21',
    elements: [modality('MR'), original, spacing('2\\1'), orientation('0\\1\\0\\0\\0\\-1')],
    letters: 'A P H F',
    length: '7.21 mm',
    probe: '21; column 5, row 2',
    bar: 50,
  },
  {
    // 4 × 0.8 = 3.2 and 3 × 0.4 = 1.2: √(10.24 + 1.44) = 3.42. A derived CT's values have no unit. A bar of 50 fits 80 × 0.8 = 64.
    kind: 'coronal reformat: 3.42 mm, -979 without a unit',
    elements: [
      modality('CT'),
      [0x00080008, 'CS', 'DERIVED\\SECONDARY'],
      spacing('0.4\\0.8'),
      orientation('1\\0\\0\\0\\0\\-1'),
      ...rescale('1', '-1000'),
    ],
    letters: 'R L H F',
    length: '3.42 mm',
    probe: '-979; column 5, row 2',
    bar: 50,
  },
  {
    // Rows 30° from the left to the back; sin 30° = 0.5 is over 10°. In its plane: 5 × 0.7 = 3.5. A bar of 50 fits 80 × 0.7 = 56.
    kind: 'oblique MR: 3.50 mm in its own plane, 21',
    elements: [modality('MR'), spacing('0.7\\0.7'), orientation('0.866025\\0.5\\0\\-0.5\\0.866025\\0')],
    letters: 'RA LP AL PR',
    length: '3.50 mm',
    probe: '21; column 5, row 2',
    bar: 50,
  },
  {
    // A chest from the front: Patient Orientation alone. 5 × 0.15 = 0.75 at the detector. A bar of 10 fits 80 × 0.15 = 12.
    kind: 'projection: 0.75 mm at the detector, 21',
    elements: [modality('DX'), [0x00181164, 'DS', '0.15\\0.15'], [0x00200020, 'CS', 'L\\F']],
    letters: 'R L H F',
    length: '0.75 mm (at the detector)',
    probe: '21; column 5, row 2',
    bar: 10,
  },
  {
    // 4 × 0.2 = 0.8 mm and 3 × 0.5 = 1.5 mm: √(0.64 + 2.25) = 1.70. A bar of 10 fits 80 × 0.2 = 16 mm. PixelSpacing does not apply.
    kind: 'ultrasound region: 1.70 mm, 21',
    elements: [modality('US'), spacing('9\\9'), [0x00186011, 'SQ', { items: [region] }]],
    letters: undefined,
    length: '1.70 mm',
    probe: '21; column 5, row 2',
    bar: 10,
  },
  {
    // √(16 + 9) = 5 pixels, without millimetres.
    kind: 'uncalibrated: 5 px, 21, no scale',
    elements: [modality('OT')],
    letters: undefined,
    length: '5.00 px',
    probe: '21; column 5, row 2',
    bar: undefined,
  },
];

describe('letters, lengths, values and scale match hand-computed results', () => {
  for (const { kind, elements, letters, length, probe, bar } of KINDS)
    it(kind, async () => {
      const file = imageFile({ rows: 8, columns: 8, bitsAllocated: 16, signed: true, elements });
      const image = await openDicomImage(bytesReader(file));
      await image.load(0, new AbortController().signal);
      const { axes, calibration } = image.geometry(0);
      const measureText = (kind: MeasurementKind, points: { x: number; y: number }[]): string =>
        formatMeasured(measure({ kind, points }, calibration, image.sampler(0))!).join('; ');
      const edges = axes && getEdgeLetters(axes, [1, 0, 0, 1, 0, 0]);
      assert.equal(edges && `${edges.left} ${edges.right} ${edges.top} ${edges.bottom}`, letters);
      assert.equal(measureText('length', LENGTH), length);
      assert.equal(measureText('probe', PROBE), probe);
      assert.equal(computeScaleBar(calibration, [1, 0, 0, 1, 0, 0], 80)?.millimetres, bar);
    });
});
