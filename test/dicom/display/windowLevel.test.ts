import assert from 'node:assert/strict';
import { windowFunction } from '../../../dicom/index.ts';

describe('windowFunction', () => {
  it('computes LINEAR for the example of PS3.3 C.11.2.1.2.1, centre 2048 and width 4096', () => {
    const level = windowFunction('LINEAR', 2048, 4096);
    assert.equal(level(0), 0);
    assert.equal(level(4095), 255);
    assert.ok(Math.abs(level(2047.5) - 127.5) < 1e-9);
  });

  it('computes LINEAR as a threshold for width 1: 0 at 2047 and 255 at 2048', () => {
    const level = windowFunction('LINEAR', 2048, 1);
    assert.deepEqual([level(2047), level(2047.5), level(2048)], [0, 0, 255]);
  });

  it('computes LINEAR from 0 at -50 to 255 at 49 for centre 0 and width 100', () => {
    const level = windowFunction('LINEAR', 0, 100);
    assert.deepEqual([level(-50), level(-51), level(49), level(50)], [0, 0, 255, 255]);
    assert.ok(level(48) < 255 && level(-49) > 0);
  });

  it('computes LINEAR_EXACT from 2047.5 to 2048.5 for centre 2048 and width 1 (C.11.2.1.3.2)', () => {
    const level = windowFunction('LINEAR_EXACT', 2048, 1);
    assert.deepEqual([level(2047.5), level(2048), level(2048.5), level(2049)], [0, 127.5, 255, 255]);
  });

  it('computes SIGMOID symmetrically around the centre, with slope 4 over the width (C.11.2.1.3.1)', () => {
    const level = windowFunction('SIGMOID', 100, 50);
    assert.equal(level(100), 127.5);
    assert.ok(Math.abs(level(80) + level(120) - 255) < 1e-9);
    assert.ok(Math.abs(level(125) - 255 / (1 + Math.exp(-2))) < 1e-9);
  });
});
