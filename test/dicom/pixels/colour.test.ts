import assert from 'node:assert/strict';
import { expand422, ybrFull422ToRgb, ybrFullToRgb } from '../../../dicom/pixels/colour.ts';
import { random } from '../fuzz/random.ts';

describe('ybrFull422ToRgb', () => {
  for (const pixels of [2, 7, 640])
    it(`converts ${pixels} pixels as its two steps do`, () => {
      const next = random(pixels);
      const samples = Uint8Array.from({ length: Math.ceil(pixels / 2) * 4 }, () => next(256));
      assert.deepEqual(ybrFull422ToRgb(samples, pixels), ybrFullToRgb(expand422(samples, pixels), 8));
    });
});
