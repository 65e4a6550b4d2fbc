import assert from 'node:assert/strict';
import { bytesReader, openDicom, type RangeReader } from '../../../dicom/index.ts';
import { readSamples } from '../../../dicom/pixels/samples.ts';
import { random } from '../fuzz/random.ts';
import { imageFile, type ImageOptions } from '../../support/imageFile.ts';
import { assertRejected } from '../support/assertRejected.ts';
import { BIG_ENDIAN, DEFLATED, IMPLICIT } from '../../support/writeDicom.ts';

const pixels = async (file: ImageOptions, frame = 0) => [
  ...(await (await openDicom(bytesReader(imageFile(file)))).readFrame(frame)).pixels,
];

describe('native pixel data', () => {
  for (const transferSyntax of [IMPLICIT, BIG_ENDIAN, DEFLATED])
    it(`reads signed 16-bit values in ${transferSyntax}`, async () => {
      const file = { transferSyntax, bitsAllocated: 16, signed: true, pixels: [-1024, 0, 7, 3071] };
      assert.deepEqual(await pixels(file), [-1024, 0, 7, 3071]);
    });

  it('reads an odd number of big-endian words', async () => {
    const file = { transferSyntax: BIG_ENDIAN, rows: 1, columns: 3, bitsAllocated: 16 };
    assert.deepEqual(await pixels({ ...file, pixels: [0x0102, 0xff00, 0x80fe] }), [0x0102, 0xff00, 0x80fe]);
  });

  it('masks to BitsStored below HighBit and extends the sign (PS3.5 8.1.1)', async () => {
    const file = {
      bitsAllocated: 16,
      bitsStored: 12,
      highBit: 13,
      signed: true,
      pixels: [0xfffc, 0x1ffc, 0x2000, 3],
    };
    assert.deepEqual(await pixels(file), [-1, 2047, -2048, 0]);
  });

  it('masks and extends out-of-range values at any position', () => {
    const next = random(5);
    for (let round = 0; round < 600; round++) {
      const bitsStored = 1 + next(16);
      const signed = next(2) === 1;
      const length = [1, 2, 3, 8, 50, 8193, 20_000][round % 7]!;
      const words = new Uint16Array(length + 1).subarray(next(2)).subarray(0, length);
      const convert = (word: number): number =>
        signed ? (word << (32 - bitsStored)) >> (32 - bitsStored) : word & (2 ** bitsStored - 1);
      words.forEach((_, at) => (words[at] = convert(next(0x10000))));
      if (next(3) > 0) words[next(length)] = next(0x10000);
      const expected = [...words].map(convert);
      const format = { bitsAllocated: 16, bitsStored, highBit: bitsStored - 1, signed };
      const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
      assert.deepEqual([...readSamples(bytes, length, format, false)], expected, JSON.stringify(format));
    }
  });

  it('reads 1-bit frames, which are not aligned to bytes (PS3.5 8.1.1)', async () => {
    const file = { rows: 1, columns: 3, frames: 3, bitsAllocated: 1, pixels: [0b10_101_101, 0b1] };
    assert.deepEqual(await pixels(file, 0), [1, 0, 1]);
    assert.deepEqual(await pixels(file, 1), [1, 0, 1]);
    assert.deepEqual(await pixels(file, 2), [0, 1, 1]);
  });

  it('interleaves planes (Planar Configuration 1, PS3.3 C.7.6.3.1.3)', async () => {
    const file = { rows: 1, columns: 2, samples: 3, planar: 1, pixels: [1, 2, 3, 4, 5, 6] };
    assert.deepEqual(await pixels(file), [1, 3, 5, 2, 4, 6]);
  });

  it('reads pairs of pixels with shared chrominance, also in odd rows (C.7.6.3.1.2)', async () => {
    const grey = [1, 2, 128, 128, 3, 9, 128, 128];
    const file = { samples: 3, photometric: 'YBR_FULL_422' };
    assert.deepEqual(await pixels({ ...file, rows: 1, columns: 4, pixels: grey }), [
      ...[1, 1, 1, 2, 2, 2],
      ...[3, 3, 3, 9, 9, 9],
    ]);
    const third = [4, 5, 128, 128, 6, 9, 128, 128];
    assert.deepEqual(await pixels({ ...file, rows: 2, columns: 3, pixels: [...grey, ...third] }), [
      ...[1, 1, 1, 2, 2, 2, 3, 3, 3],
      ...[4, 4, 4, 5, 5, 5, 6, 6, 6],
    ]);
  });

  it('converts full-range and partial-range colours to RGB (C.7.6.3.1.2)', async () => {
    const file = { rows: 1, columns: 2, samples: 3 };
    const red = [76, 85, 255];
    const full = await pixels({ ...file, photometric: 'YBR_FULL', pixels: [...red, 128, 128, 128] });
    assert.deepEqual(full, [254, 0, 0, 128, 128, 128]);
    // Luminance from 16 to 235: black, white, and ITU-R BT.601's red.
    const part = await pixels({ ...file, photometric: 'YBR_PARTIAL_422', pixels: [16, 235, 128, 128] });
    assert.deepEqual(part, [0, 0, 0, 255, 255, 255]);
    const reds = await pixels({ ...file, photometric: 'YBR_PARTIAL_422', pixels: [81, 81, 90, 240] });
    assert.deepEqual(reds, [254, 0, 0, 254, 0, 0]);
  });

  it('reads 32 bits, and widths that are not whole bytes', async () => {
    const wide = [-2147483648, -1, 0, 2147483647];
    const bytes = new Uint8Array(Int32Array.from(wide).buffer);
    assert.deepEqual(await pixels({ bitsAllocated: 32, signed: true, pixels: bytes, pixelVr: 'OW' }), wide);
    for (const bits of [10, 12, 14]) {
      const values = [1, 2 ** bits - 1, 0, 2 ** (bits - 1)];
      const packed = values.reduce((sum, value, at) => sum | (BigInt(value) << BigInt(bits * at)), 0n);
      const words = new Uint8Array(new BigUint64Array([packed]).buffer).subarray(0, (4 * bits) / 8);
      assert.deepEqual(await pixels({ bitsAllocated: bits, pixels: words, pixelVr: 'OW' }), values);
    }
  });

  it('reads float and double float pixel data (C.7.6.24 and 25)', async () => {
    const values = [0.5, -2, 1e10, 0.25].map(Math.fround);
    assert.deepEqual(
      await pixels({ bitsAllocated: 32, pixels: values, pixelTag: 0x7fe00008, pixelVr: 'OF' }),
      values,
    );
    assert.deepEqual(
      await pixels({ bitsAllocated: 64, pixels: values, pixelTag: 0x7fe00009, pixelVr: 'OD' }),
      values,
    );
  });

  it('reports the number of missing bytes, or fills them on request', async () => {
    const bytes = imageFile({ bitsAllocated: 16, pixels: [1, 2, 3] });
    const error = await assertRejected(bytes, 'truncated');
    assert.match(error.message, /lacks 2 of its 8 bytes/);
    const image = await openDicom(bytesReader(bytes));
    assert.deepEqual([...(await image.readFrame(0, { fillMissing: true })).pixels], [1, 2, 3, 0]);
    assert.deepEqual(
      image.warnings.map(({ code }) => code),
      ['short-pixel-data'],
    );
  });

  it("reads only the header and the frame's own bytes", async () => {
    const bytes = imageFile({
      rows: 100,
      columns: 100,
      frames: 100,
      pixels: new Uint8Array(1_000_000).fill(9),
    });
    let read = 0;
    const reader: RangeReader = {
      size: bytes.length,
      read: (offset, length) => {
        read += length;
        return Promise.resolve(bytes.subarray(offset, offset + length));
      },
    };
    const frame = await (await openDicom(reader)).readFrame(50);
    assert.equal(frame.pixels[9999], 9);
    assert.ok(read <= 32_768 + 10_000, `${read} bytes were read`);
  });

  it('does not change the bytes that it was given', async () => {
    const bytes = Buffer.from(
      imageFile({ transferSyntax: BIG_ENDIAN, bitsAllocated: 16, pixels: [1, 2, 3, 4] }),
    );
    const before = Buffer.from(bytes);
    const image = await openDicom(bytesReader(bytes));
    await image.readFrame(0);
    assert.deepEqual([...(await image.readFrame(0)).pixels], [1, 2, 3, 4]);
    assert.ok(before.equals(bytes));
  });
});
