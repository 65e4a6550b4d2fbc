import assert from 'node:assert/strict';
import { pixelAspect, resizeDisplay, squarePixels, type DisplayFrame } from '../../../dicom/index.ts';

const grey = (width: number, height: number, levels: number[]): DisplayFrame => ({
  width,
  height,
  channels: 1,
  data: Uint8Array.from(levels),
});

const spacing = (
  pixelSpacing?: [number, number],
  imagerPixelSpacing?: [number, number],
  pixelAspectRatio?: [number, number],
) => ({ pixelSpacing, imagerPixelSpacing, pixelAspectRatio });

describe('square pixels', () => {
  it('result from Pixel Spacing, Imager Pixel Spacing or the aspect ratio (C.7.6.3.1.7)', () => {
    assert.equal(pixelAspect(spacing([2, 1], [1, 1], [1, 3])), 2);
    assert.equal(pixelAspect(spacing(undefined, [1, 2], [1, 3])), 0.5);
    assert.equal(pixelAspect(spacing(undefined, undefined, [3, 2])), 1.5);
    assert.equal(pixelAspect(spacing()), 1);
    assert.equal(pixelAspect(spacing([0.3333, 0.33333])), 1);
  });

  it('keep the side with the finer spacing and stretch the other', () => {
    const tall = squarePixels(grey(2, 2, [0, 100, 200, 50]), spacing([2, 1]));
    assert.deepEqual([tall.width, tall.height], [2, 4]);
    assert.deepEqual([...tall.data], [0, 100, 50, 88, 150, 63, 200, 50]);
    const wide = squarePixels(grey(2, 1, [0, 100]), spacing([1, 2]));
    assert.deepEqual([wide.width, wide.height, ...wide.data], [4, 1, 0, 25, 75, 100]);
    const same = grey(1, 1, [7]);
    assert.equal(squarePixels(same, spacing()), same);
  });

  it('are averages of each colour when the image shrinks', () => {
    assert.deepEqual([...resizeDisplay(grey(4, 2, [0, 100, 10, 30, 0, 100, 10, 30]), 2, 1).data], [50, 20]);
    const colour: DisplayFrame = {
      width: 2,
      height: 1,
      channels: 3,
      data: Uint8Array.of(0, 10, 20, 100, 30, 40),
    };
    assert.deepEqual([...resizeDisplay(colour, 1, 1).data], [50, 20, 30]);
  });
});
