import assert from 'node:assert/strict';
import { bytesReader, openDicom, toDisplay, type DisplayOptions } from '../../../dicom/index.ts';
import { imageFile, type ImageOptions } from '../support/imageFile.ts';

async function show(file: ImageOptions, options: DisplayOptions = {}, frameIndex = 0) {
  const image = await openDicom(bytesReader(imageFile(file)));
  return toDisplay(image, await image.readFrame(frameIndex), frameIndex, options);
}

const levels = async (file: ImageOptions, options?: DisplayOptions, frame?: number) => [
  ...(await show(file, options, frame)).data,
];

const WINDOW = { center: 2, width: 4 };

describe('toDisplay', () => {
  it('works a window out where the file has none, or one of width 0', async () => {
    assert.deepEqual(await levels({ pixels: [10, 20, 30, 40] }), [0, 85, 170, 255]);
    const elements: ImageOptions['elements'] = [
      [0x00281050, 'DS', '5'],
      [0x00281051, 'DS', '0'],
    ];
    const display = await show({ pixels: [10, 20, 30, 40], elements });
    assert.deepEqual([...display.data], [0, 85, 170, 255]);
    assert.deepEqual(display.window, { center: 25.5, width: 31, function: 'LINEAR', source: 'computed' });
  });

  it('leaves padding out of a computed window and shows it black, inverted or not (C.7.5.1.1.2)', async () => {
    const file: ImageOptions = {
      bitsAllocated: 16,
      signed: true,
      pixels: [-2000, 10, 20, 30],
      elements: [[0x00280120, 'SS', -2000]],
    };
    assert.deepEqual(await levels(file), [0, 0, 128, 255]);
    assert.deepEqual(await levels(file, { invert: true }), [0, 255, 127, 0]);
  });

  it('inverts MONOCHROME1 once, also where the presentation says INVERSE (C.7.6.3.1.2, C.11.6)', async () => {
    const elements: ImageOptions['elements'] = [[0x20500020, 'CS', 'INVERSE']];
    assert.deepEqual(await levels({ photometric: 'MONOCHROME1', pixels: [0, 1, 2, 3] }), [255, 170, 85, 0]);
    assert.deepEqual(
      await levels({ photometric: 'MONOCHROME1', pixels: [0, 1, 2, 3], elements }),
      [255, 170, 85, 0],
    );
    assert.deepEqual(await levels({ pixels: [0, 1, 2, 3], elements }), [255, 170, 85, 0]);
  });

  it('takes a VOI LUT before a window, and a window of the reader before both (C.11.2)', async () => {
    const elements: ImageOptions['elements'] = [
      [0x00281050, 'DS', '1\\2'],
      [0x00281051, 'DS', '2\\4'],
      [
        0x00283010,
        'SQ',
        {
          items: [
            [
              [0x00283002, 'US', [4, 0, 8]],
              [0x00283006, 'OW', [255, 0, 255, 7]],
            ],
          ],
        },
      ],
    ];
    const pixels = [0, 1, 2, 3];
    assert.deepEqual(await levels({ pixels, elements }), [255, 0, 255, 7]);
    assert.deepEqual(await levels({ pixels, elements }, { voi: { windowIndex: 0 } }), [0, 255, 255, 255]);
    assert.deepEqual(await levels({ pixels, elements }, { voi: { window: WINDOW } }), [0, 85, 170, 255]);
    assert.deepEqual(await levels({ pixels, elements }, { voi: { windowIndex: 1 } }), [0, 85, 170, 255]);
  });

  it('looks a modality LUT up from its first, signed input, and clamps at both ends (C.11.1.1)', async () => {
    const item: NonNullable<ImageOptions['elements']> = [
      [0x00283002, 'SS', [3, -1, 16]],
      [0x00283006, 'OW', [100, 200, 300]],
    ];
    const file: ImageOptions = {
      signed: true,
      pixels: [-5, -1, 0, 9],
      elements: [[0x00283000, 'SQ', { items: [item] }]],
    };
    assert.deepEqual(await levels(file, { voi: 'minmax' }), [0, 0, 128, 255]);
  });

  it("takes slope, intercept and window of the frame's own functional groups (C.7.6.16.2.9 and 10)", async () => {
    const frame = (slope: string): NonNullable<ImageOptions['elements']> => [
      [
        0x00289145,
        'SQ',
        {
          items: [
            [
              [0x00281052, 'DS', '0'],
              [0x00281053, 'DS', slope],
            ],
          ],
        },
      ],
      [
        0x00289132,
        'SQ',
        {
          items: [
            [
              [0x00281050, 'DS', '2'],
              [0x00281051, 'DS', '4'],
            ],
          ],
        },
      ],
    ];
    const elements: ImageOptions['elements'] = [[0x52009230, 'SQ', { items: [frame('1'), frame('3')] }]];
    const pixels = [0, 1, 2, 3, 0, 1, 2, 3];
    assert.deepEqual(await levels({ frames: 2, pixels, elements }), [0, 85, 170, 255]);
    assert.deepEqual(await levels({ frames: 2, pixels, elements }, {}, 1), [0, 255, 255, 255]);
  });

  it('maps a palette, first value mapped and ends included (C.7.6.3.1.5)', async () => {
    const channel = (
      descriptor: number,
      data: number,
      values: number[],
    ): NonNullable<ImageOptions['elements']> => [
      [descriptor, 'US', [3, 1, 16]],
      [data, 'OW', values],
    ];
    const elements = [
      ...channel(0x00281101, 0x00281201, [0x0a00, 0x1400, 0x1e00]),
      ...channel(0x00281102, 0x00281202, [0x0b00, 0x1500, 0x1f00]),
      ...channel(0x00281103, 0x00281203, [0x0c00, 0x1600, 0x2000]),
    ];
    const file: ImageOptions = { photometric: 'PALETTE COLOR', pixels: [0, 1, 2, 250], elements };
    assert.deepEqual(await levels(file), [10, 11, 12, 10, 11, 12, 20, 21, 22, 30, 31, 32]);
  });
});
