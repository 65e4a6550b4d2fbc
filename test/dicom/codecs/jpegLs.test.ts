import assert from 'node:assert/strict';
import { decodeCodestream, DicomError } from '../../../dicom/index.ts';
import { encode } from '../fuzz/encodedFrames.ts';

const SIDE = 64;
/** Offsets in the codestream, whose frame header follows SOI (ITU T.87 C.2.2). */
const AT = { lines: 7, columns: 9 };

async function decode(stream: Uint8Array, side: number) {
  const { bytes } = await decodeCodestream(stream, { rows: side, columns: side, isRgb: false });
  return [...bytes];
}

const rejectedAs = (code: string, words: RegExp) => (error: unknown) =>
  error instanceof DicomError && error.code === code && words.test(error.message);

describe('JPEG-LS', () => {
  it('decodes a stream of one level, the shortest possible stream', async () => {
    const side = 2048;
    const stream = await encode('jpegLs', new Uint8Array(side * side).fill(9), { width: side, height: side });
    assert.ok(stream.length < side, `${stream.length} bytes`);
    assert.ok((await decode(stream, side)).every((level) => level === 9));
  });

  it('rejects a stream that is too short for its lines before it allocates memory', async () => {
    const stream = await encode('jpegLs', new Uint8Array(SIDE * SIDE).fill(9), { width: SIDE, height: SIDE });
    const view = new DataView(stream.buffer, stream.byteOffset);
    view.setUint16(AT.lines, 16_000);
    view.setUint16(AT.columns, 16_000);
    await assert.rejects(decode(stream, 16_000), rejectedAs('truncated', /for 16000 lines/));
  });

  it('ignores zeros after the end, and rejects a stream without an end', async () => {
    const levels = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (at * at) % 251);
    const stream = await encode('jpegLs', levels, { width: SIDE, height: SIDE });
    assert.deepEqual(await decode(Uint8Array.from([...stream, ...new Uint8Array(500)]), SIDE), [...levels]);
    await assert.rejects(decode(stream.slice(0, -2), SIDE), rejectedAs('truncated', /no end of image/));
  });
});
