import assert from 'node:assert/strict';
import { expand422, ybrFullToRgb } from '../../../dicom/pixels/colour.ts';
import { loadFastPixels, fastPixels } from '../../../dicom/pixels/fastPixels.ts';
import type { FastPixels } from '../../../dicom/pixels/pixelKernel.ts';
import { startPixels } from '../../../dicom/pixels/pixelKernel.ts';
import { random } from '../fuzz/random.ts';

/** Lengths around the sizes at which the kernel processes a frame in one more piece. */
const LENGTHS = [1, 2, 7, 8, 9, 16, 16_383, 16_384, 16_385, 40_003];

describe('pixelKernel', function () {
  this.timeout(60_000);
  let kernel: FastPixels;
  before(async () => {
    kernel = await startPixels();
  });

  it('is available for large frames after it was loaded', async () => {
    await loadFastPixels();
    assert.ok(fastPixels(new Uint8Array(16_384)) !== undefined);
    assert.equal(fastPixels(new Uint8Array(16_383)), undefined);
  });

  it('gathers the bits of all words, and of no others', () => {
    const next = random(41);
    for (const length of LENGTHS)
      for (let round = 0; round < 30; round++) {
        // Fills the memory as an earlier frame would.
        kernel.allBits(new Uint16Array(40_960).fill(0xffff), false);
        const mask = [0x0f00, 0x00ff, 0x7fff, 0xffff][next(4)]!;
        const words = new Uint16Array(length);
        for (let some = 0; some < 5; some++) words[next(length)] = next(0x10000) & mask;
        const gather = (of: (word: number) => number) => words.reduce((all, word) => all | of(word), 0);
        assert.equal(
          kernel.allBits(words, false),
          gather((word) => word),
        );
        assert.equal(
          kernel.allBits(words, true),
          gather((word) => word ^ (word >> 1)),
        );
      }
  });

  it('swaps the bytes of words', () => {
    const next = random(42);
    for (const length of LENGTHS) {
      const bytes = Uint8Array.from({ length: 2 * length + 1 }, () => next(256)).subarray(1);
      assert.deepEqual(
        kernel.swap(bytes),
        bytes.map((_, at) => bytes[at ^ 1]!),
      );
    }
  });

  it('converts pairs of pixels as the two separate steps do', () => {
    const next = random(43);
    for (const pixels of LENGTHS) {
      const samples = Uint8Array.from({ length: Math.ceil(pixels / 2) * 4 }, () => next(256));
      assert.deepEqual(kernel.pairsToRgb(samples, pixels), ybrFullToRgb(expand422(samples, pixels), 8));
    }
  });

  it('converts half a pair without chrominance to grey, regardless of earlier data', () => {
    kernel.pairsToRgb(new Uint8Array(64).fill(7), 32);
    assert.deepEqual(
      [...kernel.pairsToRgb(Uint8Array.of(10, 20, 128, 128, 30, 40), 3)].slice(6),
      [30, 30, 30],
    );
  });
});
