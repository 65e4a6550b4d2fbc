import assert from 'node:assert/strict';
import { decodeCodestream, DicomError } from '../../dicom/index.ts';
import { createCodecDeadline } from '../../handlers/images/codecDeadline.ts';
import { encodedFrames } from '../dicom/fuzz/encodedFrames.ts';

/** `(module (func (export "forever") (loop br 0)))` */
const ENDLESS = [
  [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  [0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  [0x03, 0x02, 0x01, 0x00],
  [0x07, 0x0b, 0x01, 0x07, ...Buffer.from('forever'), 0x00, 0x00],
  [0x0a, 0x09, 0x01, 0x07, 0x00, 0x03, 0x40, 0x0c, 0x00, 0x0b, 0x0b],
].flat();

const isTooSlow = (error: unknown): boolean => error instanceof DicomError && error.code === 'too-slow';

describe('createCodecDeadline', () => {
  it('stops an endless JavaScript loop that catches every error', () => {
    const work = () => {
      for (;;)
        try {
          JSON.parse('{');
        } catch {
          continue;
        }
    };
    assert.throws(() => createCodecDeadline(20)(work, 1), isTooSlow);
  });

  it('stops an endless WebAssembly loop', async () => {
    const { instance } = await WebAssembly.instantiate(Uint8Array.from(ENDLESS));
    const { forever } = instance.exports;
    assert.throws(() => createCodecDeadline(20)(forever as () => void, 1), isTooSlow);
  });

  it('returns the result of the work and rethrows its error', () => {
    assert.equal(
      createCodecDeadline()(() => 7, 1),
      7,
    );
    const error = new RangeError('The codec failed.');
    assert.throws(
      () =>
        createCodecDeadline()(() => {
          throw error;
        }, 1),
      error,
    );
  });

  it('stops a codec on a stream that would take minutes, and the next stream decodes', async () => {
    const samples = Uint8Array.from({ length: 64 * 64 }, (_, at) => at * 7);
    const { jpeg2000 } = await encodedFrames(samples, 64, 64);
    const huge = jpeg2000.slice();
    const size = new DataView(huge.buffer);
    // Xsiz, Ysiz, XTsiz and YTsiz of the SIZ segment (ITU T.800 A.5.1): one tile of 2^28 pixels.
    for (const at of [8, 12, 24, 28]) size.setUint32(at, 16_384);
    const request = { rows: 16_384, columns: 16_384, isRgb: false };
    // The deadline for this many samples would be a minute.
    const short = createCodecDeadline(20);
    await assert.rejects(
      decodeCodestream(huge, request, (work) => short(work, 1)),
      isTooSlow,
    );
    const decoded = await decodeCodestream(
      jpeg2000,
      { rows: 64, columns: 64, isRgb: false },
      createCodecDeadline(),
    );
    assert.deepEqual([...decoded.bytes], [...samples]);
  });
});
