import assert from 'node:assert/strict';
import { bytesReader, encodeJpeg, openDicom } from '../../../dicom/index.ts';
import { imageFile } from '../../support/imageFile.ts';

describe('8-bit JPEG of signed pixels', () => {
  it('is decoded as two’s complement', async () => {
    const side = 64;
    const data = new Uint8Array(side * side).fill(200);
    const jpeg = await encodeJpeg({ width: side, height: side, channels: 1, data });
    const even = Uint8Array.from([...jpeg, ...new Array<number>(jpeg.length % 2).fill(0)]);
    const file = imageFile({
      rows: side,
      columns: side,
      signed: true,
      transferSyntax: '1.2.840.10008.1.2.4.50',
      pixels: { fragments: [new Uint8Array(0), even] },
    });
    const { pixels } = await (await openDicom(bytesReader(file))).readFrame(0);
    assert.deepEqual(pixels, new Int8Array(side * side).fill(200 - 256));
  });
});
