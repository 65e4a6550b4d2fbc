import assert from 'node:assert/strict';
import { decodeCodestream } from '../../../dicom/index.ts';
import { encode, type FrameInfo } from '../fuzz/encodedFrames.ts';

const SIDE = 64;
const size = { width: SIDE, height: SIDE };
/** Offset in the codestream of the first component's depth and sign (ITU T.800 A.5.1). */
const DEPTH = 42;

/** Values over a whole range, each many times, no two neighbours alike. */
const ramp = (from: number, count: number): number[] =>
  Array.from({ length: SIDE * SIDE }, (_, at) => from + ((at * 7) % count));

async function decode(stream: Uint8Array, { width, height } = size) {
  const decoded = await decodeCodestream(stream, { rows: height, columns: width, isRgb: false });
  assert.deepEqual([decoded.width, decoded.height], [width, height]);
  return decoded;
}

const bytesOf = (values: number[]): Uint8Array => new Uint8Array(Int16Array.from(values).buffer);

describe('JPEG 2000 samples', () => {
  for (const format of ['jpeg2000', 'htj2k'] as const) {
    for (const bitsPerSample of [12, 16])
      it(`keep the sign of ${bitsPerSample} bits (${format})`, async () => {
        const values = ramp(-(2 ** (bitsPerSample - 1)), 2 ** bitsPerSample);
        const stream = await encode(format, bytesOf(values), { ...size, bitsPerSample, isSigned: true });
        const { bytes, signed } = await decode(stream);
        assert.equal(signed, true);
        assert.deepEqual([...new Int16Array(bytes.buffer, bytes.byteOffset, values.length)], values);
      });

    it(`keep the sign of 8 bits, which the codecs' wrappers lose (${format})`, async () => {
      const values = ramp(-128, 256);
      // The encoders do not write such streams. Without loss the depth is a label: the code blocks are the same.
      const stream = await encode(format, bytesOf(values), { ...size, bitsPerSample: 12, isSigned: true });
      stream[DEPTH] = 0x80 + 7;
      const { bytes, signed } = await decode(stream);
      assert.equal(signed, true);
      assert.deepEqual([...new Int8Array(bytes.buffer, bytes.byteOffset, values.length)], values);
    });

    it(`are RGB after the colour transform (${format})`, async () => {
      const rgb = Uint8Array.from(ramp(0, 256).flatMap((value) => [value, 255 - value, value >> 1]));
      const info: FrameInfo = { ...size, componentCount: 3, isUsingColorTransform: true };
      const { bytes, colour } = await decode(await encode(format, rgb, info));
      assert.deepEqual([...bytes], [...rgb]);
      assert.equal(colour, 'rgb');
    });

    it(`are complete without an end marker (${format})`, async () => {
      const grey = Uint8Array.from(ramp(0, 256));
      const whole = await encode(format, grey, size);
      const end = whole.length - 2;
      assert.deepEqual([...whole.subarray(end)], [0xff, 0xd9]);
      for (const stream of [whole.slice(0, end), Uint8Array.from([...whole.subarray(0, end), 0, 0])]) {
        const { bytes, warnings } = await decode(stream);
        assert.deepEqual([...bytes], [...grey]);
        assert.deepEqual(
          warnings.map(({ code }) => code),
          ['no-end-of-image'],
        );
      }
    });
  }

  for (const format of ['jpeg2000', 'htj2k'] as const)
    it(`are decoded at a reduced resolution on request (${format})`, async () => {
      // Each of the two halves keeps its level at any resolution.
      const levels = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE < SIDE / 2 ? 50 : 200));
      const stream = await encode(format, levels, size);
      for (const [maxSide, side] of [
        [64, 64],
        [33, 64],
        [32, 32],
        [9, 16],
      ] as const) {
        const request = { rows: SIDE, columns: SIDE, isRgb: false, maxSide };
        const { width, height, bytes } = await decodeCodestream(stream, request);
        assert.deepEqual([width, height, bytes.length], [side, side, side * side]);
        assert.ok(Math.abs(bytes[0]! - 50) <= 2 && Math.abs(bytes[side - 1]! - 200) <= 2);
      }
    });

  it('are in order for colour without a transform (HTJ2K)', async () => {
    // `ojph_compress -reversible true -colour_trans false -num_decomps 1` of the pixels below: the package's own encoder
    // mixes lines of the components up.
    const stream = Buffer.from(
      '/0//UQAvQAAAAAAEAAAAAwAAAAAAAAAAAAAABAAAAAMAAAAAAAAAAAADBwEBBwEBBwEB/1AACAACAAAAA/9SAAwAAgABAAEEBEAB/1wAByBQUFBY' +
        '/2QAFgABT3BlbkpQSCBWZXIgMC45LjAu/5AACgAAAAAASQAB/5PAFQB/n1LMAIG0AMAVAPwg0c0AgbQAwBUA8dDtxQCBtADAEwDG/AACdADAEwDn' +
        '/AACdADAEoDAAEJ0AP/Z',
      'base64',
    );
    const { bytes } = await decode(new Uint8Array(stream), { width: 4, height: 3 });
    const expected = Array.from({ length: 12 }, (_, at) => [at * 20, 255 - at * 20, at * 5 + 7]).flat();
    assert.deepEqual([...bytes], expected);
  });
});
