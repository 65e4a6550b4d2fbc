import assert from 'node:assert/strict';
import { DicomError } from '../../../dicom/index.ts';
import { decodeJpeg } from '../../../dicom/jpeg/index.ts';
import { random } from '../fuzz/random.ts';
import { writeLossless } from './writeLossless.ts';

const noise = (length: number, precision: number): number[] => {
  const next = random(precision);
  return Array.from({ length }, () => next(1 << precision));
};

describe('lossless JPEG', () => {
  for (let predictor = 1; predictor <= 7; predictor++)
    it(`undoes predictor ${predictor} from 2 to 16 bits`, () => {
      for (const precision of [2, 8, 9, 12, 15, 16]) {
        const samples = noise(13 * 11, precision);
        const image = decodeJpeg(writeLossless(samples, { width: 13, height: 11, precision, predictor }));
        assert.deepEqual([...image.pixels], samples, `${precision} bits`);
        assert.equal(image.bitsPerSample, precision);
        assert.equal(image.pixels.BYTES_PER_ELEMENT, precision > 8 ? 2 : 1);
      }
    });

  it('restarts, with markers that count round', () => {
    const samples = noise(5 * 20, 12);
    const stream = writeLossless(samples, {
      width: 5,
      height: 20,
      precision: 12,
      predictor: 4,
      restartRows: 2,
    });
    assert.deepEqual([...decodeJpeg(stream).pixels], samples);
  });

  it('keeps three interleaved components as coded', () => {
    const samples = noise(9 * 7 * 3, 8);
    const image = decodeJpeg(
      writeLossless(samples, { width: 9, height: 7, components: 3, precision: 8, predictor: 7 }),
    );
    assert.deepEqual([...image.pixels], samples);
    assert.equal(image.transform, 'none');
  });

  it('multiplies by the point transform', () => {
    const samples = noise(6 * 6, 10);
    const stream = writeLossless(samples, {
      width: 6,
      height: 6,
      precision: 10,
      predictor: 5,
      pointTransform: 3,
    });
    assert.deepEqual(
      [...decodeJpeg(stream).pixels],
      samples.map((value) => (value >> 3) << 3),
    );
  });

  it('refuses a stream cut anywhere, but for its end of image', () => {
    const stream = writeLossless(noise(64, 8), { width: 8, height: 8, precision: 8 });
    for (let length = 2; length < stream.length - 3; length++)
      assert.throws(() => decodeJpeg(stream.subarray(0, length)), DicomError, `${length} bytes`);
    const image = decodeJpeg(stream.subarray(0, -2));
    assert.deepEqual(
      image.warnings.map(({ code }) => code),
      ['no-end-of-image'],
    );
  });

  it('refuses what it does not decode by name, and a size over the limit before making room', () => {
    const stream = writeLossless([0], { width: 1, height: 1, precision: 8 });
    const frame = stream.indexOf(0xc3);
    assert.throws(() => decodeJpeg(stream.with(frame, 0xcb)), /arithmetic coding/);
    assert.throws(() => decodeJpeg(stream.with(frame, 0xc7)), /hierarchical/);
    const huge = Uint8Array.from(stream);
    huge.fill(0xff, frame + 4, frame + 8);
    assert.throws(() => decodeJpeg(huge), { code: 'too-large' });
  });
});
