import { strict as assert } from 'node:assert';
import { reduceFrame } from '../../../webcomponents/dicomViewer/images/reduceFrame.ts';

const frame = (width: number, height: number, pixels: Int16Array | Uint8Array | Float32Array) => ({
  width,
  height,
  samplesPerPixel: 1,
  pixels,
});

describe('reduceFrame', () => {
  it('returns the mean of each square, including partial squares at the edges', () => {
    const pixels = Int16Array.of(...[-4, 0, 10, 10, 7], ...[0, 0, 20, 20, 9], ...[1, 2, 3, 4, 5]);
    const reduced = reduceFrame(frame(5, 3, pixels), 2, undefined);
    assert.deepEqual([reduced.width, reduced.height], [3, 2]);
    // (-4+0+0+0)/4, (10+10+20+20)/4, (7+9)/2; (1+2)/2 and (3+4)/2, rounded up; 5.
    assert.deepEqual([...reduced.pixels], [-1, 15, 8, 2, 4, 5]);
    assert.equal(reduced.pixels instanceof Int16Array, true);
  });

  it('keeps fractions of float pixel data', () => {
    const reduced = reduceFrame(frame(2, 2, Float32Array.of(0.25, 0.5, 0.5, 0.25)), 2, undefined);
    assert.deepEqual([...reduced.pixels], [0.375]);
  });

  it('excludes padding from the means', () => {
    const pixels = Uint8Array.of(...[255, 100, 60, 80], ...[100, 100, 60, 255]);
    const reduced = reduceFrame(frame(4, 2, pixels), 2, { low: 255, high: 255 });
    assert.deepEqual([...reduced.pixels], [255, 60]);
  });
});
