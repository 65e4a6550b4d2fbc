import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { bytesReader, openDicom, sniff } from '../../dicom/index.ts';
import { imageFile } from '../support/imageFile.ts';
import { assertRejected } from './support/assertRejected.ts';
import { DEFLATED, delimiter, IMPLICIT, writeDicom } from '../support/writeDicom.ts';

/** Runs in a child would cost more than it shows; the heap and what lies outside it are looked at around the call. */
async function peakBytes(run: () => Promise<unknown>): Promise<number> {
  const used = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const before = used();
  await run();
  return used() - before;
}

const sequenceStart = Buffer.from([0x08, 0x00, 0x15, 0x11, 0xff, 0xff, 0xff, 0xff]);
const itemStart = delimiter(0xe000, 0xffffffff, true);

describe('attacks on the header', () => {
  it('rejects sequences nested 2,000 deep, in implicit VR of undefined length', async () => {
    const nested = Buffer.concat(Array.from({ length: 2000 }, () => [sequenceStart, itemStart]).flat());
    const bytes = Buffer.concat([writeDicom([], { transferSyntax: IMPLICIT }), nested]);
    const error = await assertRejected(bytes, 'too-deep');
    assert.ok(error.offset !== undefined && error.offset < 2000);
  });

  it('rejects 1,000,000 empty items', async () => {
    const items = Buffer.alloc(8_000_000);
    for (let at = 0; at < items.length; at += 8) items.writeUInt32LE(0xe000fffe, at);
    const bytes = Buffer.concat([writeDicom([], { transferSyntax: IMPLICIT }), sequenceStart, items]);
    const used = await peakBytes(() => assertRejected(bytes, 'too-many-elements'));
    assert.ok(used < 64 * 2 ** 20, `${used} bytes were used`);
  });

  it('rejects a deflated file that would inflate to 512 MB', async () => {
    const header = Buffer.from([0x09, 0x00, 0x01, 0x10, 0x4f, 0x42, 0, 0, 0, 0, 0, 0x20]);
    const bomb = deflateRawSync(Buffer.concat([header, Buffer.alloc(2 ** 29)]), { level: 1 });
    const bytes = Buffer.concat([writeDicom([], { transferSyntax: DEFLATED }).subarray(0, -2), bomb]);
    const used = await peakBytes(() => assertRejected(bytes, 'header-too-large'));
    assert.ok(used < 64 * 2 ** 20, `${used} bytes were used`);
  });

  it('rejects deflated pixel data that is longer than Rows and Columns require', async () => {
    await assertRejected(
      imageFile({ transferSyntax: DEFLATED, pixels: new Uint8Array(2 ** 24) }),
      'too-large',
    );
  });

  it('compares Rows and Columns with the file size before it allocates memory', async () => {
    const bytes = imageFile({ rows: 60_000, columns: 60_000, bitsAllocated: 16, pixels: new Uint8Array(16) });
    const used = await peakBytes(() => assertRejected(bytes, 'too-large'));
    assert.ok(used < 64 * 2 ** 20, `${used} bytes were used`);
    await assertRejected(
      imageFile({ rows: 16_000, columns: 16_000, bitsAllocated: 16, pixels: new Uint8Array(16) }),
      'truncated',
    );
  });

  it('rejects a preamble that is an executable (CVE-2019-11687)', async () => {
    const bytes = imageFile();
    bytes.set([0x4d, 0x5a]);
    const error = await assertRejected(bytes, 'unsafe-preamble');
    assert.equal(error.offset, 0);
    assert.equal(sniff(bytes), 'dicom');
  });

  it('reads a dual-format image whose preamble is a TIFF header (PS3.10 7.1)', async () => {
    const bytes = imageFile();
    bytes.set([0x49, 0x49, 0x2a, 0x00]);
    const image = await openDicom(bytesReader(bytes));
    assert.deepEqual([...(await image.readFrame(0)).pixels], [0, 1, 2, 3]);
  });
});
