import assert from 'node:assert/strict';
import { bytesReader, openDicom } from '../../../dicom/index.ts';
import { getFrameMs, getValueUnit } from '../../../webcomponents/dicomViewer/images/frameFacts.ts';
import { readFrameGeometry } from '../../../webcomponents/dicomViewer/images/readFrameGeometry.ts';
import { openDicomImage } from '../../../webcomponents/dicomViewer/images/openDicomImage.ts';
import { measure, type Measured } from '../../../webcomponents/dicomViewer/measuring/measure.ts';
import type { MeasurementKind } from '../../../webcomponents/dicomViewer/measuring/measurement.ts';
import { formatMeasured } from '../../../webcomponents/dicomViewer/measuring/measurementText.ts';
import { imageFile } from '../../support/imageFile.ts';
import type { Element } from '../../support/writeDicom.ts';

type Points = [number, number][];

/** Returns the result of a measurement on the first frame of a file with these elements. */
async function measured(kind: MeasurementKind, points: Points, elements: Element[]): Promise<Measured> {
  const image = await openDicomImage(
    bytesReader(imageFile({ rows: 8, columns: 8, bitsAllocated: 16, signed: true, elements })),
  );
  await image.load(0, new AbortController().signal);
  const { calibration } = image.geometry(0);
  const at = points.map(([x, y]) => ({ x, y }));
  return measure({ kind, points: at }, calibration, image.sampler(0))!;
}

const measureText = async (...of: Parameters<typeof measured>): Promise<string> =>
  formatMeasured(await measured(...of)).join('; ');

const modality = (value: string): Element => [0x00080060, 'CS', value];
const pixelSpacing = (value: string): Element => [0x00280030, 'DS', value];
const imagerSpacing = (value: string): Element => [0x00181164, 'DS', value];
/** 3 columns to the right and 4 rows down. */
const THREE_FOUR: Points = [
  [1, 1],
  [4, 5],
];

describe('measuring', () => {
  it('applies the spacing of rows and columns: √((3 × 0.5)² + (4 × 1.5)²) = 6.18 mm', async () => {
    const elements = [modality('CT'), pixelSpacing('1.5\\0.5')];
    assert.equal(await measureText('length', THREE_FOUR, elements), '6.18 mm');
  });

  it('measures projections at the detector: 5 × 0.2 = 1 mm', async () => {
    assert.equal(
      await measureText('length', THREE_FOUR, [modality('DX'), imagerSpacing('0.2\\0.2')]),
      '1.00 mm (at the detector)',
    );
    assert.equal(
      await measureText('length', THREE_FOUR, [
        modality('CR'),
        imagerSpacing('0.2\\0.2'),
        pixelSpacing('0.20\\0.20'),
      ]),
      '1.00 mm (at the detector)',
      'equal spacings were not calibrated',
    );
  });

  it('measures calibrated projections: 5 × 0.16 = 0.8 mm', async () => {
    const differing = [modality('DX'), imagerSpacing('0.2\\0.2'), pixelSpacing('0.16\\0.16')];
    assert.equal(await measureText('length', THREE_FOUR, differing), '0.80 mm (calibrated)');
    const typed: Element[] = [modality('MG'), pixelSpacing('0.16\\0.16'), [0x00280a02, 'CS', 'FIDUCIAL']];
    assert.equal(await measureText('length', THREE_FOUR, typed), '0.80 mm (calibrated)');
  });

  it('remarks on projections with an unexplained spacing', async () => {
    assert.equal(
      await measureText('length', THREE_FOUR, [modality('CR'), pixelSpacing('0.2\\0.2')]),
      '1.00 mm (calibration unknown)',
    );
  });

  it('measures in pixels without a spacing, and outside of slices and projections', async () => {
    assert.equal(await measureText('length', THREE_FOUR, [modality('CT')]), '5.00 px');
    assert.equal(
      await measureText('length', THREE_FOUR, [modality('OT'), pixelSpacing('0.2\\0.2')]),
      '5.00 px',
    );
  });

  it('measures displayed pixels: twice as high as wide, √(3² + 8²) = 8.54', async () => {
    const aspect: Element = [0x00280034, 'IS', '2\\1'];
    assert.equal(await measureText('length', THREE_FOUR, [modality('XC'), aspect]), '8.54 px');
    const wide: Element = [0x00280034, 'IS', '1\\2'];
    assert.equal(await measureText('length', THREE_FOUR, [modality('XC'), wide]), '7.21 px', '√(6² + 4²)');
  });

  describe('of ultrasound', () => {
    const region = (
      unit: number,
      [left, top, right, bottom]: [number, number, number, number],
    ): Element[] => [
      [0x00186018, 'UL', left],
      [0x0018601a, 'UL', top],
      [0x0018601c, 'UL', right],
      [0x0018601e, 'UL', bottom],
      [0x00186024, 'US', unit],
      [0x00186026, 'US', 3],
      [0x0018602c, 'FD', 0.02],
      [0x0018602e, 'FD', 0.03],
    ];
    const ultrasound = (...items: Element[][]): Element[] => [
      modality('US'),
      pixelSpacing('9\\9'),
      [0x00186011, 'SQ', { items }],
    ];

    it('measures millimetres within a region: √((3 × 0.2)² + (4 × 0.3)²) = 1.34 mm', async () => {
      assert.equal(await measureText('length', THREE_FOUR, ultrasound(region(3, [0, 0, 5, 6]))), '1.34 mm');
    });

    it('measures pixels between regions, outside of regions, and along a time axis', async () => {
      const halves = ultrasound(region(3, [0, 0, 2, 7]), region(3, [3, 0, 7, 7]));
      const pixels = /^\S+ px$/;
      assert.match(await measureText('length', THREE_FOUR, halves), pixels);
      assert.match(await measureText('length', THREE_FOUR, ultrasound(region(3, [5, 5, 7, 7]))), pixels);
      assert.match(
        await measureText('length', THREE_FOUR, ultrasound(region(4, [0, 0, 7, 7]))),
        pixels,
        '4 is seconds',
      );
    });
  });

  it('measures angles in the patient: with double row spacing, atan(4 × 2 / 4) = 63.4°', async () => {
    const points: Points = [
      [5, 1],
      [1, 1],
      [5, 5],
    ];
    assert.equal(await measureText('angle', points, [modality('MR'), pixelSpacing('1\\1')]), '45.0°');
    assert.equal(await measureText('angle', points, [modality('MR'), pixelSpacing('2\\1')]), '63.4°');
    assert.equal(
      await measureText(
        'angle',
        [
          [0, 0],
          [4, 0],
          [8, 0],
        ],
        [modality('MR'), pixelSpacing('2\\1')],
      ),
      '180.0°',
    );
  });

  // The pixels are 0, 1, 2 … from left to right and row by row, 8 in a row; the value is pixel × 2 - 1000.
  const HOUNSFIELD: Element[] = [
    modality('CT'),
    pixelSpacing('0.5\\0.5'),
    [0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'],
    [0x00281052, 'DS', '-1000'],
    [0x00281053, 'DS', '2'],
  ];

  it('reads modality values: (2 × 8 + 3) × 2 - 1000 = -962 HU at column 3, row 2', async () => {
    assert.equal(await measureText('probe', [[3.9, 2.1]], HOUNSFIELD), '-962 HU; column 3, row 2');
    assert.equal(await measureText('probe', [[8.5, 2]], HOUNSFIELD), 'outside; column 8, row 2');
  });

  it('uses HU only for original CT images or if RescaleType states it', async () => {
    const unit = async (...elements: Element[]): Promise<string> => {
      const image = await openDicom(bytesReader(imageFile({ elements })));
      return getValueUnit(image, image.transforms(0).unit);
    };
    const original: Element = [0x00080008, 'CS', 'ORIGINAL\\PRIMARY'];
    const derived: Element = [0x00080008, 'CS', 'DERIVED\\PRIMARY'];
    const type = (value: string): Element => [0x00281054, 'LO', value];
    assert.equal(await unit(modality('CT'), original), 'HU');
    assert.equal(await unit(modality('CT'), derived), '');
    assert.equal(await unit(modality('CT'), derived, type('HU')), 'HU');
    assert.equal(await unit(modality('CT'), original, type('US')), '', 'US is Unspecified');
    assert.equal(await unit(modality('MR'), original), '');
    assert.equal(await unit(modality('MR'), original, type('OD')), 'OD');
  });

  it('computes the statistics of a rectangle over pixels 9, 10, 17 and 18', async () => {
    // As HU -982, -980, -966, -964: mean -973, squares 81 + 49 + 49 + 81 = 260, over 3, root 9.309; 2 × 2 × 0.25 mm².
    assert.equal(
      await measureText(
        'rectangle',
        [
          [3, 3],
          [1, 1],
        ],
        HOUNSFIELD,
      ),
      'Mean -973 ± 9.309 HU; -982 … -964 HU; 1.00 mm²',
    );
  });

  it('includes the pixels of an ellipse whose centres lie inside', async () => {
    // A circle of radius 1.5 about (3.5, 3.5): the centre pixel 27 and its 4 neighbours at 1, the corners at 1.414: nine.
    // Mean 27; squares (9² + 8² + 7² + 1²) × 2 = 390, over 8, root 6.982; times 2 for HU. Area π 1.5² / 4 = 1.767.
    assert.equal(
      await measureText(
        'ellipse',
        [
          [2, 2],
          [5, 5],
        ],
        HOUNSFIELD,
      ),
      'Mean -946 ± 13.96 HU; -964 … -928 HU; 1.77 mm²',
    );
    // Of radius 1.2 the corners are outside: 27 and its neighbours, squares (8² + 1²) × 2 = 130, over 4, root 5.701.
    const smaller = await measured(
      'ellipse',
      [
        [2.3, 2.3],
        [4.7, 4.7],
      ],
      HOUNSFIELD,
    );
    assert.equal(smaller.kind === 'region' && smaller.statistics?.count, 5);
    assert.equal(smaller.kind === 'region' && smaller.statistics?.deviation.toFixed(3), '11.402');
  });

  it('prefers spacing and orientation of a frame’s functional groups over the root', async () => {
    const group = (tag: number, value: Element[]): Element => [tag, 'SQ', { items: [value] }];
    const frame = (spacing: string, orientation: string): Element[] => [
      group(0x00289110, [pixelSpacing(spacing)]),
      group(0x00209116, [[0x00200037, 'DS', orientation]]),
    ];
    const file = imageFile({
      frames: 2,
      elements: [
        modality('MR'),
        pixelSpacing('9\\9'),
        [
          0x52009230,
          'SQ',
          { items: [frame('1\\1', '1\\0\\0\\0\\1\\0'), frame('2\\2', '0\\1\\0\\0\\0\\-1')] },
        ],
      ],
    });
    const image = await openDicom(bytesReader(file));
    assert.deepEqual(readFrameGeometry(image, 1), {
      calibration: { kind: 'mm', spacing: { row: 2, column: 2 }, trust: 'true-size' },
      axes: { row: 'P', column: 'F' },
    });
    assert.deepEqual(readFrameGeometry(image, 0).axes, { row: 'L', column: 'P' });
  });

  it('derives the rate of a cine from its frame time, or else from the recommended rate', async () => {
    const millis = async (...elements: Element[]): Promise<number | undefined> =>
      getFrameMs(await openDicom(bytesReader(imageFile({ elements }))));
    assert.equal(await millis([0x00181063, 'DS', '33.3']), 33.3);
    assert.equal(await millis([0x00082144, 'IS', '20']), 50);
    assert.equal(await millis([0x00180040, 'IS', '25'], [0x00181063, 'DS', '0']), 40);
    assert.equal(await millis(), undefined);
  });
});
