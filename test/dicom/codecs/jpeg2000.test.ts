import assert from 'node:assert/strict';
import { decodeCodestream, DicomError, type DicomErrorCode } from '../../../dicom/index.ts';
import { encodedFrames } from '../fuzz/encodedFrames.ts';

const SIDE = 64;
/** Offsets in the codestream, whose SIZ segment follows SOC (ITU T.800 A.5.1). */
const AT = { height: 12, tileWidth: 24, tileHeight: 28, depth: 42, subsampling: 44 };

describe('the decoder of JPEG 2000 headers', () => {
  let streams: Uint8Array[];
  before(async () => {
    const { jpeg2000, htj2k } = await encodedFrames(new Uint8Array(SIDE * SIDE).fill(9), SIDE, SIDE);
    streams = [jpeg2000, htj2k];
  });

  /** Asserts that both kinds of stream are rejected after a change, for the size in their changed header. */
  async function assertRejected(change: (view: DataView) => void, code: DicomErrorCode) {
    for (const stream of streams) {
      const changed = stream.slice();
      const view = new DataView(changed.buffer);
      change(view);
      const request = { rows: view.getUint32(AT.height), columns: SIDE, isRgb: false };
      await assert.rejects(
        decodeCodestream(changed, request),
        (error) => error instanceof DicomError && error.code === code,
      );
    }
  }

  it('rejects a subsampled component, on which OpenJPH hangs', () =>
    assertRejected((view) => view.setUint8(AT.subsampling, 0x61), 'unsupported-codestream'));

  it('rejects more bits than the codecs return', () =>
    assertRejected((view) => view.setUint8(AT.depth, 31), 'unsupported-codestream'));

  it('rejects missing tiles, which the codecs would replace by grey ones', () =>
    assertRejected((view) => {
      view.setUint32(AT.height, 2 * SIDE);
    }, 'truncated'));

  it('rejects a header without tiles or with too many', async () => {
    await assertRejected((view) => view.setUint32(AT.tileWidth, 0), 'corrupt-codestream');
    await assertRejected((view) => {
      view.setUint32(AT.height, 65_536);
      view.setUint32(AT.tileHeight, 1);
    }, 'corrupt-codestream');
  });
});
