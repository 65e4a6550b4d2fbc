import assert from 'node:assert/strict';
import { extremes } from '../../../dicom/display/extremes.ts';
import { greyColours } from '../../../dicom/display/greyColours.ts';
import { greyLevels } from '../../../dicom/display/greyLevels.ts';
import { windowFunction } from '../../../dicom/display/windowLevel.ts';

const everyWord = Uint16Array.from({ length: 65_536 }, (_, value) => value);
const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);
const kinds = {
  'unsigned words': everyWord,
  'signed words': new Int16Array(everyWord.buffer),
  'unsigned bytes': everyByte,
  'signed bytes': new Int8Array(everyByte.buffer),
};

describe('greyLevels', () => {
  for (const [kind, pixels] of Object.entries(kinds))
    it(`shows every value of ${kind} as the formula does`, () => {
      const windows = [
        ['LINEAR', 40, 400],
        ['LINEAR', 40, 1],
        ['LINEAR_EXACT', -20, 0.5],
        ['LINEAR', 30_000, 70_000],
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
              const shown = greyLevels(pixels, { modality, level, inverse, padding, monotone });
              const wrong = pixels.findIndex((value, index) => {
                const isPadding = padding !== undefined && value >= padding.low && value <= padding.high;
                const plain = Math.max(0, Math.min(255, Math.round(level(modality(value)))));
                return shown[index] !== (isPadding ? 0 : inverse ? 255 - plain : plain);
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
  it('finds the smallest and largest value of every type, at the ends too', () => {
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

  it('leaves padding out', () => {
    assert.deepEqual(extremes(Int16Array.of(-2000, 5, 9), { low: -2000, high: -2000 }), { low: 5, high: 9 });
  });
});
