import assert from 'node:assert/strict';
import { withinMemory } from '../../../dicom/codecs/withinMemory.ts';
import { DicomError } from '../../../dicom/index.ts';

const isTooMuch = (error: unknown): boolean =>
  error instanceof DicomError && error.code === 'too-much-memory';

describe('the memory of a codec', () => {
  const memory = () => new WebAssembly.Memory({ initial: 1, maximum: 32_768 });

  it('grows as far as the samples need', () => {
    const one = memory();
    assert.equal(
      withinMemory(1, () => one.grow(1)),
      1,
    );
    assert.equal(one.buffer.byteLength, 2 * 65_536);
  });

  it('does not grow further, and throws even if the codec continues', () => {
    const one = memory();
    const goesOn = () => {
      try {
        one.grow(16_384);
      } catch {
        return 'no matter';
      }
      return 'grown';
    };
    assert.throws(() => withinMemory(1, goesOn), isTooMuch);
    assert.equal(one.buffer.byteLength, 65_536);
    assert.equal(
      withinMemory(2 ** 25, () => one.grow(8192)),
      1,
      'an image of more samples may have more',
    );
  });

  it('is no longer bounded afterwards', () => {
    const one = memory();
    assert.throws(() => withinMemory(1, () => one.grow(16_384)), isTooMuch);
    assert.equal(one.grow(1), 1);
  });
});
