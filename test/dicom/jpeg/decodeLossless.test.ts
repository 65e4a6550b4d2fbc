import assert from 'node:assert/strict';
import { DicomError } from '../../../dicom/index.ts';
import type { JpegImage } from '../../../dicom/jpeg/decodeJpeg.ts';
import type { LosslessScanDecoder } from '../../../dicom/jpeg/decodeLossless.ts';
import { decodeLosslessJpegSync } from '../../../dicom/jpeg/decodeLosslessJpeg.ts';
import { losslessKernel } from '../../../dicom/jpeg/losslessKernel.ts';
import { decodeLosslessInJs } from '../../../dicom/jpeg/decodeLosslessInJs.ts';
import { random } from '../fuzz/random.ts';
import { writeLossless } from './writeLossless.ts';

const noise = (length: number, precision: number): number[] => {
  const next = random(precision);
  return Array.from({ length }, () => next(1 << precision));
};

/** Code lengths that make long codes of the categories from 9 on. */
const LONG_CODES = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 16, 16];

const decoders = {
  'by the kernel': async () => (await losslessKernel()).decode,
  plainly: () => Promise.resolve(decodeLosslessInJs),
};

for (const [name, decoder] of Object.entries(decoders)) describeDecoder(`lossless JPEG, ${name}`, decoder);

function describeDecoder(title: string, decoder: () => Promise<LosslessScanDecoder>): void {
  describe(title, () => {
    let decode: LosslessScanDecoder;
    before(async () => {
      decode = await decoder();
    });
    const decodeJpeg = (bytes: Uint8Array): JpegImage => decodeLosslessJpegSync(bytes, {}, decode);

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

    it('reads codes of up to 16 bits', () => {
      for (const precision of [8, 16]) {
        const samples = noise(31 * 9 * 2, precision);
        const options = { width: 31, height: 9, components: 2, precision, codeBits: LONG_CODES };
        for (const predictor of [1, 6])
          assert.deepEqual(
            [...decodeJpeg(writeLossless(samples, { ...options, predictor })).pixels],
            samples,
          );
      }
    });

    it('rejects a code that is in no table', () => {
      const stream = writeLossless([0, 9, 0, 9], { width: 4, height: 1, precision: 8 });
      const data = stream.length - 2 - Math.ceil((5 * 4 + 8 + 3 * 4) / 8);
      stream.fill(0xfb, data, -2);
      assert.throws(() => decodeJpeg(stream), { code: 'corrupt-codestream' });
    });

    it('interleaves components from separate scans', () => {
      for (const components of [2, 3, 4]) {
        const samples = noise(300 * 70 * components, 12);
        const options = { width: 300, height: 70, components, precision: 12, predictor: 1 };
        for (const separate of [true, false])
          assert.deepEqual(
            [...decodeJpeg(writeLossless(samples, { ...options, separate })).pixels],
            samples,
            `${components} components`,
          );
      }
    });

    it('rejects restart markers that are out of order or missing', () => {
      const options = { width: 5, height: 8, precision: 12, restartRows: 2 };
      const stream = writeLossless(noise(40, 12), options);
      const marker = stream.findIndex((byte, at) => byte === 0xff && stream[at + 1] === 0xd1);
      assert.throws(() => decodeJpeg(stream.with(marker + 1, 0xd2)), { code: 'corrupt-codestream' });
      const without = Uint8Array.from([...stream.subarray(0, marker), ...stream.subarray(marker + 2)]);
      assert.throws(() => decodeJpeg(without), DicomError);
    });

    it('restarts at markers whose numbers wrap around', () => {
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

    it('rejects a stream truncated anywhere before its end of image', () => {
      const stream = writeLossless(noise(64, 8), { width: 8, height: 8, precision: 8 });
      for (let length = 2; length < stream.length - 3; length++)
        assert.throws(() => decodeJpeg(stream.subarray(0, length)), DicomError, `${length} bytes`);
      const image = decodeJpeg(stream.subarray(0, -2));
      assert.deepEqual(
        image.warnings.map(({ code }) => code),
        ['no-end-of-image'],
      );
    });

    it('names unsupported processes, and rejects a size over the limit before it allocates memory', () => {
      const stream = writeLossless([0], { width: 1, height: 1, precision: 8 });
      const frame = stream.indexOf(0xc3);
      assert.throws(() => decodeJpeg(stream.with(frame, 0xcb)), /arithmetic coding/);
      assert.throws(() => decodeJpeg(stream.with(frame, 0xc7)), /hierarchical/);
      const huge = Uint8Array.from(stream);
      huge.fill(0xff, frame + 4, frame + 8);
      assert.throws(() => decodeJpeg(huge), { code: 'too-large' });
    });
  });
}

describe('lossless JPEG', function () {
  this.timeout(60_000);

  it('decodes damaged streams as in JavaScript, or rejects them', async () => {
    const { decode } = await losslessKernel();
    const next = random(3);
    let decoded = 0;
    for (let round = 0; round < 3000; round++) {
      const components = 1 + next(3);
      const [width, height, precision] = [1 + next(20), 1 + next(9), 2 + next(15)];
      const stream = writeLossless(noise(width * height * components, precision), {
        ...{ width, height, components, precision, predictor: 1 + next(7), restartRows: next(3) },
        codeBits: next(2) === 0 ? LONG_CODES : Array.from({ length: 17 }, () => 5),
      });
      const start = stream.length - 2 - next(stream.length - 60);
      for (let changes = next(4); changes > 0; changes--)
        stream[start + next(stream.length - start)] = next(3) === 0 ? 0xff : next(256);
      const results = [decode, decodeLosslessInJs].map((one) => {
        try {
          return decodeLosslessJpegSync(stream, { maxSamples: 10_000 }, one).pixels;
        } catch (error) {
          assert.ok(error instanceof DicomError, String(error));
          return undefined;
        }
      });
      if (results[0] === undefined || results[1] === undefined) continue;
      assert.deepEqual(results[0], results[1], `round ${round}`);
      decoded++;
    }
    assert.ok(decoded > 500, `${decoded} were decoded`);
  });
});
