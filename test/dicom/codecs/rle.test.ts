import assert from 'node:assert/strict';
import { DicomError } from '../../../dicom/index.ts';
import { decodeRle, unpackInJs } from '../../../dicom/codecs/decodeRle.ts';
import { rleKernel } from '../../../dicom/codecs/rleKernel.ts';
import type { RleUnpacker } from '../../../dicom/codecs/rleSegment.ts';
import { random, type Random } from '../fuzz/random.ts';

/** Returns random PackBits of at least a given length: literals, runs and the control byte without effect. */
function segment(next: Random, length: number): { packed: number[]; bytes: number[] } {
  const packed: number[] = [];
  const bytes: number[] = [];
  while (bytes.length < length) {
    const kind = next(20);
    const size = 2 + next(kind % 3 === 0 ? 127 : 9);
    if (kind === 0) packed.push(128);
    else if (kind < 11) {
      const literal = Array.from({ length: size }, () => next(256));
      packed.push(size - 1, ...literal);
      bytes.push(...literal);
    } else {
      const value = next(256);
      packed.push(257 - size, value);
      bytes.push(...Array.from({ length: size }, () => value));
    }
  }
  return { packed, bytes: bytes.slice(0, length) };
}

function frame(segments: number[][]): Uint8Array {
  const header = new Uint32Array(16);
  header[0] = segments.length;
  segments.reduce((at, packed, index) => {
    header[index + 1] = at;
    return at + packed.length;
  }, 64);
  return Uint8Array.from([...new Uint8Array(header.buffer), ...segments.flat()]);
}

const outcome = (unpack: RleUnpacker, ...args: Parameters<RleUnpacker>): Uint8Array | string => {
  try {
    return unpack(...args);
  } catch (error) {
    assert.ok(error instanceof DicomError, String(error));
    return error.code;
  }
};

describe('RLE', function () {
  this.timeout(60_000);

  it('interleaves the bytes of samples, whose most significant segment comes first (PS3.5 G.2)', async () => {
    const bytes = frame([
      [1, 0x12, 0x34],
      [0xff, 0x56],
    ]);
    assert.deepEqual([...(await decodeRle(bytes, 2, 1, 2))], [0x56, 0x12, 0x56, 0x34]);
    assert.deepEqual([...(await decodeRle(bytes, 2, 2, 1))], [0x12, 0x56, 0x34, 0x56]);
  });

  it('unpacks any size and number of segments, in the kernel and in JavaScript', async () => {
    const kernel = await rleKernel();
    const next = random(29);
    for (let round = 0; round < 500; round++) {
      const pixels = 1 + next([20, 300, 40_000][round % 25 === 0 ? 2 : next(2)]!);
      const made = Array.from({ length: 1 + next(6) }, () => segment(next, pixels));
      const bytes = frame(made.map(({ packed }) => packed));
      let at = 64;
      const segments = made.map(({ packed }, index) => {
        const start = at;
        at += packed.length;
        return { start, end: at, place: made.length - 1 - index };
      });
      const expected = new Uint8Array(pixels * made.length);
      made.forEach((one, index) => {
        one.bytes.forEach((byte, pixel) => (expected[(pixel + 1) * made.length - 1 - index] = byte));
      });
      assert.deepEqual(kernel(bytes, segments, pixels), expected, `round ${round}`);
      assert.deepEqual(unpackInJs(bytes, segments, pixels), expected, `round ${round}`);
    }
  });

  it('decodes or rejects damaged frames in the kernel as in JavaScript', async () => {
    const kernel = await rleKernel();
    const next = random(31);
    let rejected = 0;
    for (let round = 0; round < 3000; round++) {
      const bytes = Uint8Array.from({ length: 200 }, () => (next(3) === 0 ? next(256) : 250 + next(6)));
      const segments = Array.from({ length: 1 + next(4) }, (_, place) => {
        const start = next(200);
        return { start, end: start + next(201 - start), place };
      });
      const pixels = 1 + next(300);
      const plain = outcome(unpackInJs, bytes, segments, pixels);
      assert.deepEqual(outcome(kernel, bytes, segments, pixels), plain, `round ${round}`);
      if (typeof plain === 'string') rejected++;
    }
    assert.ok(rejected > 500 && rejected < 2900, `${rejected} were rejected`);
  });
});
