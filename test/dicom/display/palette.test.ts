import assert from 'node:assert/strict';
import { bytesReader, openDicom, toDisplay } from '../../../dicom/index.ts';
import { imageFile, type ImageOptions } from '../../support/imageFile.ts';
import type { Element } from '../../support/writeDicom.ts';

const CHANNELS = [0x00281101, 0x00281102, 0x00281103];
const SEGMENTED = 0x120;

/** Returns the red level of each pixel. Asserts that the three channels are equal. */
async function reds(file: ImageOptions): Promise<number[]> {
  const image = await openDicom(bytesReader(imageFile({ photometric: 'PALETTE COLOR', ...file })));
  const { data, channels } = toDisplay(image, await image.readFrame(0), 0);
  assert.equal(channels, 3);
  assert.ok(data.every((level, at) => level === data[at - (at % 3)]));
  return [...data.filter((_, at) => at % 3 === 0)];
}

const palette = (descriptor: number[], data: Element[2], offset = 0x100, vr = 'US'): Element[] =>
  CHANNELS.flatMap((tag): Element[] => [
    [tag, vr, descriptor],
    [tag + offset, 'OW', data],
  ]);

const row = (...pixels: number[]): ImageOptions => ({ rows: 1, columns: pixels.length, pixels });

describe('the display of a palette', () => {
  it('reads 65,536 entries, whose descriptor says 0 (PS3.3 C.7.6.3.1.5)', async () => {
    const entries = Array.from({ length: 65_536 }, (_, at) => 65_535 - at);
    const file = { ...row(0, 256, 65_535), bitsAllocated: 16, elements: palette([0, 0, 16], entries) };
    assert.deepEqual(await reds(file), [255, 254, 0]);
  });

  it('accepts a first mapped value below 0', async () => {
    const elements = palette([4, -2, 16], [0x0a00, 0x1400, 0x1e00, 0x2800], 0x100, 'SS');
    const file = { ...row(-3, -2, -1, 0, 1, 2), bitsAllocated: 16, signed: true, elements };
    assert.deepEqual(await reds(file), [10, 10, 20, 30, 40, 40]);
  });

  it('reads 8-bit entries, packed or padded to words with a high byte of 0', async () => {
    const packed = palette([4, 0, 8], Uint8Array.of(10, 20, 30, 40));
    assert.deepEqual(await reds({ ...row(0, 1, 2, 3), elements: packed }), [10, 20, 30, 40]);
    const padded = palette([4, 0, 16], [10, 20, 30, 40]);
    assert.deepEqual(await reds({ ...row(0, 1, 2, 3), elements: padded }), [10, 20, 30, 40]);
  });

  it('reads discrete, linear and indirect segments of 16 bits (C.7.9.2)', async () => {
    const segments = [
      ...[0, 2, 0x0100, 0x0200],
      // A linear segment to 0x0a00 in four steps.
      ...[1, 4, 0x0a00],
      // An indirect segment that repeats the first two segments, at byte 0.
      ...[2, 2, 0, 0],
    ];
    const elements = palette([12, 0, 16], segments, SEGMENTED);
    const expected = [1, 2, 4, 6, 8, 10, 1, 2, 4, 6, 8, 10];
    assert.deepEqual(await reds({ ...row(...expected.keys()), elements }), expected);
  });

  it('reads segments of 8 bits', async () => {
    const segments = Uint8Array.from([0, 2, 10, 20, 1, 2, 40, 2, 1, 0, 0, 0, 0, 0]);
    const elements = palette([6, 0, 8], segments, SEGMENTED);
    assert.deepEqual(await reds({ ...row(0, 1, 2, 3, 4, 5), elements }), [10, 20, 30, 40, 10, 20]);
  });

  it('rejects invalid segments', async () => {
    for (const segments of [
      [3, 1, 1, 1],
      [1, 4, 9],
      [0, 200, 1],
      [0, 2, 1, 2],
      // A segment that repeats itself.
      [2, 1, 0, 0],
    ])
      await assert.rejects(reds({ ...row(0), elements: palette([9, 0, 16], segments, SEGMENTED) }), {
        code: 'invalid-palette',
      });
  });
});
