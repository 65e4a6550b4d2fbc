import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { bytesReader, openDicom } from '../../../dicom/index.ts';
import { imageFile } from '../../support/imageFile.ts';
import { delimiter, type Element, type Value } from '../../support/writeDicom.ts';

const RLE = '1.2.840.10008.1.2.5';
const DEFLATED_FRAME = '1.2.840.10008.1.2.8.1';

/** A frame of 2 x 2 pixels of one level: the RLE header, and one run (PS3.5 G.3, G.5). */
function frame(level: number): Uint8Array {
  const bytes = new Uint8Array(66);
  bytes.set([1, 0, 0, 0, 64]);
  bytes.set([253, level], 64);
  return bytes;
}

const FRAMES = [10, 20, 30].map(frame);
const [first, second, third] = FRAMES as [Uint8Array, Uint8Array, Uint8Array];
const nothing = new Uint8Array(0);
const item = (bytes: Uint8Array): Uint8Array => Buffer.concat([delimiter(0xe000, bytes.length, true), bytes]);
const end = delimiter(0xe0dd, 0, true);
const items = (...all: Uint8Array[]): Uint8Array => Buffer.concat([...all.map(item), end]);
const table = (...offsets: number[]): Uint8Array => new Uint8Array(Uint32Array.from(offsets).buffer);
const halves = (bytes: Uint8Array): Uint8Array[] => [bytes.slice(0, 40), bytes.slice(40)];
/** The distance of items that hold one frame each. */
const STEP = 8 + 66;

const table64 = (tag: number, values: number[]): Element => [
  tag,
  'OV',
  new Uint8Array(BigUint64Array.from(values.map(BigInt)).buffer),
];

async function open(pixels: Value, frames = 3, elements: Element[] = [], transferSyntax = RLE) {
  const image = await openDicom(bytesReader(imageFile({ frames, pixels, elements, transferSyntax })));
  return {
    levels: async (count = frames) => {
      const levels = [];
      for (let index = 0; index < count; index++) levels.push((await image.readFrame(index)).pixels[3]);
      return levels;
    },
    codes: () => image.warnings.map(({ code }) => code),
  };
}

describe('encapsulated frames', () => {
  const read: Record<string, Uint8Array> = {
    'a basic offset table': items(table(0, STEP, 2 * STEP), ...FRAMES),
    'an empty table, a fragment for each frame': items(nothing, ...FRAMES),
    'a table, frames in several fragments': items(
      table(0, STEP + 8, 2 * STEP + 8),
      ...halves(first),
      second,
      ...halves(third),
    ),
    'an empty table, frames in several fragments, told apart by how they start': items(
      nothing,
      ...FRAMES.flatMap(halves),
    ),
    'empty fragments between': items(nothing, nothing, first, nothing, second, third),
    'a length in the delimiter, and bytes after it': Buffer.concat([
      item(nothing),
      ...FRAMES.map(item),
      delimiter(0xe0dd, 4, true),
      Buffer.alloc(40),
    ]),
  };
  for (const [name, pixels] of Object.entries(read))
    it(`are read with ${name}`, async () => {
      const image = await open(pixels);
      assert.deepEqual(await image.levels(), [10, 20, 30]);
      assert.deepEqual(image.codes(), []);
    });

  const mended: Record<string, [pixels: Uint8Array, warning: string]> = {
    'a table that points between fragments': [items(table(0, 7, 9), ...FRAMES), 'wrong-offset-table'],
    'a table of zeros': [items(table(0, 0, 0), ...FRAMES), 'wrong-offset-table'],
    'no delimiter': [Buffer.concat([item(nothing), ...FRAMES.map(item)]), 'no-sequence-delimiter'],
  };
  for (const [name, [pixels, warning]] of Object.entries(mended))
    it(`are read with ${name}, and a warning`, async () => {
      const image = await open(pixels);
      assert.deepEqual(await image.levels(), [10, 20, 30]);
      assert.deepEqual(image.codes(), [warning]);
    });

  it('are read without an offset table', async () => {
    const three = await open(items(...FRAMES));
    assert.deepEqual([await three.levels(), three.codes()], [[10, 20, 30], ['no-offset-table']]);
    assert.deepEqual(await (await open(items(first), 1)).levels(), [10]);
  });

  it('are read if odd fragments have padding beyond their length, or none', async () => {
    const odd = FRAMES.map((bytes) => Uint8Array.from([...bytes, 0]));
    const padded = [item(nothing), ...odd.flatMap((bytes) => [item(bytes), Buffer.alloc(1)]), end];
    const beyond = await open(Buffer.concat(padded));
    assert.deepEqual([await beyond.levels(), beyond.codes()], [[10, 20, 30], ['odd-fragment']]);
    assert.deepEqual(await (await open(items(nothing, ...odd))).levels(), [10, 20, 30]);
  });

  it('are read by the extended offset table, and without it if it is wrong', async () => {
    const pixels = items(nothing, ...FRAMES);
    const place = (offsets: number[], lengths: number[]) => [
      table64(0x7fe00001, offsets),
      table64(0x7fe00002, lengths),
    ];
    const right = await open(pixels, 3, place([0, STEP, 2 * STEP], [66, 66, 66]));
    assert.deepEqual([await right.levels(), right.codes()], [[10, 20, 30], []]);
    for (const wrong of [
      place([3, STEP + 3, 2 * STEP + 3], [66, 66, 66]),
      place([0, STEP, 2 * STEP], [99, 99, 99]),
      place([0, 2 ** 40, 2 ** 52], [66, 66, 66]),
      place([0, STEP, 2 * STEP], [0, 0, 0]),
    ]) {
      const image = await open(pixels, 3, wrong);
      assert.deepEqual([await image.levels(), image.codes()], [[10, 20, 30], ['wrong-offset-table']]);
    }
  });

  it('are read as far as they exist if the number of frames is wrong', async () => {
    const more = await open(items(nothing, ...FRAMES), 2);
    assert.deepEqual([await more.levels(), more.codes()], [[10, 20], ['wrong-frame-count']]);
    const fewer = await open(items(nothing, first, second), 3);
    assert.deepEqual(await fewer.levels(2), [10, 20]);
    await assert.rejects(fewer.levels(3), { name: 'DicomError', code: 'truncated' });
  });

  it('are inflated, also in a zlib wrapper, which PS3.5 A.4.12 does not allow', async () => {
    const deflated = deflateSync(Uint8Array.of(1, 2, 3, 40));
    for (const bytes of [deflated, deflated.subarray(2)]) {
      const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
      const image = await open(items(nothing, even), 1, [], DEFLATED_FRAME);
      const warned = bytes === deflated ? ['zlib-wrapper'] : [];
      assert.deepEqual([await image.levels(), image.codes()], [[40], warned]);
    }
  });

  it('are decoded by their content, even against the transfer syntax', async () => {
    for (const syntax of ['1.2.840.10008.1.2.4.70', '1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.1']) {
      const image = await open({ fragments: [nothing, ...FRAMES] }, 3, [], syntax);
      assert.deepEqual([await image.levels(), image.codes()], [[10, 20, 30], ['other-codestream']]);
    }
  });
});
