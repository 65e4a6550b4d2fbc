import assert from 'node:assert/strict';
import { extremes } from '../../../dicom/display/extremes.ts';
import { greyColours } from '../../../dicom/display/greyColours.ts';
import { greyLevels, levelTable } from '../../../dicom/display/greyLevels.ts';
import type { GreyTransforms } from '../../../dicom/pixels/greyTransforms.ts';
import { startPixels } from '../../../dicom/pixels/pixelKernel.ts';
import { windowFunction } from '../../../dicom/display/windowLevel.ts';
import type { Samples } from '../../../dicom/pixels/samples.ts';
import { random } from '../fuzz/random.ts';

const everyWord = Uint16Array.from({ length: 65_536 }, (_, value) => value);
const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);
const kinds = {
  'unsigned words': everyWord,
  'signed words': new Int16Array(everyWord.buffer),
  'unsigned bytes': everyByte,
  'signed bytes': new Int8Array(everyByte.buffer),
};

/** Frames so small do without the kernel, whether it is there or not. */
const SMALL = 16_000;

function withoutKernel(pixels: Samples, transforms: GreyTransforms): Uint8Array {
  const levels = new Uint8Array(pixels.length);
  for (let at = 0; at < pixels.length; at += SMALL)
    levels.set(greyLevels(pixels.slice(at, at + SMALL), transforms), at);
  return levels;
}

describe('greyLevels', function () {
  this.timeout(60_000);

  for (const [kind, pixels] of Object.entries(kinds))
    it(`gives every value of ${kind} the level of the formula, with and without the kernel`, async () => {
      const kernel = await startPixels();
      const windows = [
        ['LINEAR', 40, 400],
        ['LINEAR', 40, 1],
        ['LINEAR_EXACT', -20, 0.5],
        ['LINEAR', 30_000, 70_000],
        ['LINEAR', 2048, 4096],
        ['LINEAR', -100, 511],
        ['LINEAR_EXACT', 128, 255],
        ['LINEAR', 90_000, 3],
        ['LINEAR_EXACT', -90_000, 3],
        ['SIGMOID', 100, 500],
      ] as const;
      for (const [name, centre, width] of windows)
        for (const [slope, intercept] of [
          [1, 0],
          [-1.5, 100],
          [0.25, -1024],
        ] as const)
          for (const inverse of [false, true])
            for (const padding of [undefined, { low: -5, high: 60 }, { low: -2000, high: -2000 }]) {
              const level = windowFunction(name, centre, width);
              const modality = (value: number) => value * slope + intercept;
              const monotone = name !== 'SIGMOID';
              const transforms = { modality, level, inverse, padding, monotone };
              const plain = withoutKernel(pixels, transforms);
              const fast = kernel.show(levelTable(pixels, transforms)!, transforms);
              const wrong = pixels.findIndex((value, index) => {
                const isPadding = padding !== undefined && value >= padding.low && value <= padding.high;
                const rounded = Math.max(0, Math.min(255, Math.round(level(modality(value)))));
                const expected = isPadding ? 0 : inverse ? 255 - rounded : rounded;
                return plain[index] !== expected || fast[index] !== expected;
              });
              assert.equal(
                wrong,
                -1,
                JSON.stringify({ name, centre, width, slope, intercept, inverse, padding }),
              );
            }
    });
});

describe('greyColours', () => {
  const all = { ...kinds, fractions: Float32Array.from({ length: 1001 }, (_, index) => index / 10 - 50) };
  for (const [kind, pixels] of Object.entries(all))
    it(`gives ${kind} the levels of greyLevels as opaque RGBA`, () => {
      const transforms = {
        modality: (value: number) => value * 1.5 - 3,
        level: windowFunction('LINEAR', 40, 80),
        inverse: true,
        padding: { low: 20, high: 21 },
        monotone: true,
      };
      const colours = new Uint32Array(pixels.length);
      greyColours(pixels, transforms, colours);
      const bytes = new Uint8Array(colours.buffer);
      const levels = greyLevels(pixels, transforms);
      const wrong = levels.findIndex((level, at) =>
        [level, level, level, 255].some((part, channel) => bytes[4 * at + channel] !== part),
      );
      assert.equal(wrong, -1);
      assert.ok(new Set(levels).size > 50, 'there is something to tell apart');
    });
});

describe('extremes', () => {
  it('finds the smallest and largest value of every type, also at the ends', () => {
    for (const make of [Uint8Array, Int8Array, Uint16Array, Int16Array, Float32Array])
      for (const values of [[5], [1, 2, 3], [3, 2, 1], [7, 1, 9, 4], [100, -3, 0]]) {
        const pixels = make.from(values);
        const expected = { low: Math.min(...pixels), high: Math.max(...pixels) };
        assert.deepEqual(extremes(pixels, undefined), expected);
      }
    assert.deepEqual(extremes(Int16Array.of(-32_768, 32_767), undefined), { low: -32_768, high: 32_767 });
    const none = extremes(new Uint16Array(0), undefined);
    assert.ok(none.low > none.high);
  });

  it('ignores padding', () => {
    assert.deepEqual(extremes(Int16Array.of(-2000, 5, 9), { low: -2000, high: -2000 }), { low: 5, high: 9 });
  });

  it('finds the same values with the kernel, for any length and any range of padding', async () => {
    const kernel = await startPixels();
    const next = random(11);
    for (let round = 0; round < 400; round++) {
      const length = [0, 1, 7, 8, 9, 16_384, 16_391, 40_000][round % 8]!;
      const middle = next(0x10000);
      const spread = 1 + next([1, 40, 0x10000][next(3)]!);
      const words = Uint16Array.from({ length }, () => middle + next(spread));
      const pixels = next(2) === 0 ? words : new Int16Array(words.buffer);
      const low = [(pixels[0] ?? 0) - next(9), -40_000 + next(120_000), 0.5 + next(100)][next(3)]!;
      const padding = next(4) === 0 ? undefined : { low, high: low + next([1, 20, 0x20000][next(3)]!) };
      const kept = [...pixels].filter((value) => !(padding && value >= padding.low && value <= padding.high));
      const expected = kept.reduce(
        (ends, value) => ({ low: Math.min(ends.low, value), high: Math.max(ends.high, value) }),
        { low: Infinity, high: -Infinity },
      );
      assert.deepEqual(
        kernel.extremes(pixels, padding),
        expected,
        JSON.stringify({ round, length, padding }),
      );
    }
  });
});
