import assert from 'node:assert/strict';
import { bytesReader, openDicom, toDisplay, type DisplayOptions } from '../../../dicom/index.ts';
import { imageFile, type ImageOptions } from '../../support/imageFile.ts';
import { BIG_ENDIAN } from '../../support/writeDicom.ts';

async function show(file: ImageOptions, options: DisplayOptions = {}, frameIndex = 0) {
  const image = await openDicom(bytesReader(imageFile(file)));
  return toDisplay(image, await image.readFrame(frameIndex), frameIndex, options);
}

const levels = async (file: ImageOptions, options?: DisplayOptions, frame?: number) => [
  ...(await show(file, options, frame)).data,
];

const WINDOW = { center: 2, width: 4 };

describe('toDisplay', () => {
  it('computes a window if the file has none or one of width 0', async () => {
    assert.deepEqual(await levels({ pixels: [10, 20, 30, 40] }), [0, 85, 170, 255]);
    const elements: ImageOptions['elements'] = [
      [0x00281050, 'DS', '5'],
      [0x00281051, 'DS', '0'],
    ];
    const display = await show({ pixels: [10, 20, 30, 40], elements });
    assert.deepEqual([...display.data], [0, 85, 170, 255]);
    assert.deepEqual(display.window, { center: 25.5, width: 31, function: 'LINEAR', source: 'computed' });
  });

  it('pairs each width with the centre of the same index, and accepts a decimal comma', async () => {
    const windows = async (centers: string, widths: string) => {
      const elements: ImageOptions['elements'] = [
        [0x00281050, 'DS', centers],
        [0x00281051, 'DS', widths],
      ];
      const image = await openDicom(bytesReader(imageFile({ elements })));
      return image.transforms(0).windows.map(({ center, width }) => [center, width]);
    };
    assert.deepEqual(await windows('40\\-600', '400\\1500'), [
      [40, 400],
      [-600, 1500],
    ]);
    assert.deepEqual(await windows('\\-600', '400\\1500'), [[-600, 1500]]);
    assert.deepEqual(await windows('40\\-600', '0\\1500'), [[-600, 1500]]);
    assert.deepEqual(await windows('40\\-600', '400'), [[40, 400]]);
    assert.deepEqual(await windows('0,5', '2,25 '), [[0.5, 2.25]]);
    assert.deepEqual(await windows('1e2', 'wide'), []);
  });

  it('reads tables of 8-bit entries in either byte order, and the entries of short tables', async () => {
    const lut = (descriptor: number[], data: number[] | Uint8Array, vr = 'OW'): ImageOptions['elements'] => [
      [
        0x00283010,
        'SQ',
        {
          items: [
            [
              [0x00283002, 'US', descriptor],
              [0x00283006, vr, data],
            ],
          ],
        },
      ],
    ];
    const file = { pixels: [0, 1, 2, 3] };
    const packed = lut([4, 0, 8], [0x1400, 0xff28]);
    assert.deepEqual(await levels({ ...file, elements: packed! }), [0, 20, 40, 255]);
    assert.deepEqual(
      await levels({ ...file, elements: packed!, transferSyntax: BIG_ENDIAN }),
      [0, 20, 40, 255],
    );
    assert.deepEqual(
      await levels({ ...file, elements: lut([4, 0, 16], [0, 0x8080, 0xffff])! }),
      [0, 128, 255, 255],
    );
  });

  it('uses a window instead of a damaged VOI LUT, and rejects a damaged modality LUT', async () => {
    const short = (tag: number): NonNullable<ImageOptions['elements']> => [
      [0x00281050, 'DS', '2'],
      [0x00281051, 'DS', '4'],
      [
        tag,
        'SQ',
        {
          items: [
            [
              [0x00283002, 'US', [256, 0, 16]],
              [0x00283006, 'OW', [1, 2, 3]],
            ],
          ],
        },
      ],
    ];
    const file = { pixels: [0, 1, 2, 3] };
    const image = await openDicom(bytesReader(imageFile({ ...file, elements: short(0x00283010) })));
    const frame = await image.readFrame(0);
    for (const times of [1, 2]) {
      assert.deepEqual([...toDisplay(image, frame, 0).data], [0, 85, 170, 255], `${times}`);
      assert.deepEqual(
        image.warnings.map(({ code }) => code),
        ['voi-lut-damaged'],
      );
    }
    await assert.rejects(levels({ ...file, elements: short(0x00283000) }), { code: 'invalid-header' });
  });

  it('applies the file’s VOI LUT function, and another of its windows on request', async () => {
    const elements = (kind: string): NonNullable<ImageOptions['elements']> => [
      [0x00281050, 'DS', '2\\1'],
      [0x00281051, 'DS', '4\\2'],
      [0x00281056, 'CS', kind],
    ];
    const file = { pixels: [0, 1, 2, 3] };
    assert.deepEqual(await levels({ ...file, elements: elements('LINEAR') }), [0, 85, 170, 255]);
    assert.deepEqual(await levels({ ...file, elements: elements('LINEAR_EXACT') }), [0, 64, 128, 191]);
    assert.deepEqual(await levels({ ...file, elements: elements('SIGMOID') }), [30, 69, 128, 186]);
    const second = { voi: { windowIndex: 1 } };
    assert.deepEqual(await levels({ ...file, elements: elements('LINEAR') }, second), [0, 255, 255, 255]);
    assert.deepEqual(
      await levels({ ...file, elements: elements('LINEAR_EXACT') }, second),
      [0, 128, 255, 255],
    );
  });

  it('ignores padding of float pixel data (0028,0122 and 0124)', async () => {
    const float: ImageOptions = {
      bitsAllocated: 32,
      pixelTag: 0x7fe00008,
      pixelVr: 'OF',
      pixels: [-9, 0, 0.5, 1],
      elements: [
        [0x00280122, 'FL', -10],
        [0x00280124, 'FL', -8],
      ],
    };
    assert.deepEqual(await levels(float), [0, 0, 128, 255]);
    assert.deepEqual(
      await levels({
        ...float,
        bitsAllocated: 64,
        pixelTag: 0x7fe00009,
        pixelVr: 'OD',
        elements: [[0x00280123, 'FD', -9]],
      }),
      [0, 0, 128, 255],
    );
  });

  it('ignores padding for a computed window and shows it black, inverted or not (C.7.5.1.1.2)', async () => {
    const file: ImageOptions = {
      bitsAllocated: 16,
      signed: true,
      pixels: [-2000, 10, 20, 30],
      elements: [[0x00280120, 'SS', -2000]],
    };
    assert.deepEqual(await levels(file), [0, 0, 128, 255]);
    assert.deepEqual(await levels(file, { invert: true }), [0, 255, 127, 0]);
  });

  it('inverts MONOCHROME1 once, also if the presentation says INVERSE (C.7.6.3.1.2, C.11.6)', async () => {
    const elements: ImageOptions['elements'] = [[0x20500020, 'CS', 'INVERSE']];
    assert.deepEqual(await levels({ photometric: 'MONOCHROME1', pixels: [0, 1, 2, 3] }), [255, 170, 85, 0]);
    assert.deepEqual(
      await levels({ photometric: 'MONOCHROME1', pixels: [0, 1, 2, 3], elements }),
      [255, 170, 85, 0],
    );
    assert.deepEqual(await levels({ pixels: [0, 1, 2, 3], elements }), [255, 170, 85, 0]);
  });

  it('does not invert MONOCHROME1 if the presentation says IDENTITY (C.11.6)', async () => {
    const file: ImageOptions = { photometric: 'MONOCHROME1', pixels: [0, 1, 2, 3] };
    const shape = (word: string): ImageOptions['elements'] => [[0x20500020, 'CS', word]];
    assert.deepEqual(await levels({ ...file, elements: shape('IDENTITY')! }), [0, 85, 170, 255]);
    assert.deepEqual(await levels({ ...file, elements: shape('')! }), [255, 170, 85, 0]);
  });

  it('prefers a VOI LUT to a window, and the caller’s window to both (C.11.2)', async () => {
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

  it('applies a modality LUT from its first, signed input, and clamps at both ends (C.11.1.1)', async () => {
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

  it('repeats the last entry of a palette of words that is too short', async () => {
    const elements = [0x00281101, 0x00281102, 0x00281103].flatMap(
      (tag): NonNullable<ImageOptions['elements']> => [
        [tag, 'US', [8, 0, 16]],
        [tag + 0x100, 'OW', [0, 0x100, 0x200, 0x300, 0x400, 0x500, 0x600]],
      ],
    );
    const shown = await levels({ photometric: 'PALETTE COLOR', pixels: [1, 6, 7, 9], elements });
    assert.deepEqual(shown, [1, 1, 1, 6, 6, 6, 6, 6, 6, 6, 6, 6]);
  });
});
