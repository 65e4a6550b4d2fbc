import assert from 'node:assert/strict';
import { decodeCodestream } from '../../../dicom/index.ts';
import { HEIGHT, sampleAt, STREAMS, WIDTH } from './streams.ts';

const SIZE = { rows: HEIGHT, columns: WIDTH, isRgb: false };

describe('JPEG 2000 streams', () => {
  for (const { name, options, components, bits, text } of STREAMS)
    it(`with ${name} (${options})`, async () => {
      const stream = new Uint8Array(Buffer.from(text.join(''), 'base64'));
      const decoded = await decodeCodestream(stream, SIZE);
      assert.deepEqual(
        [decoded.width, decoded.height, decoded.components, decoded.bitsPerSample],
        [WIDTH, HEIGHT, components, bits],
      );
      assert.deepEqual(decoded.warnings, []);
      const { buffer, byteOffset, byteLength } = decoded.bytes;
      const samples = bits > 8 ? new Uint16Array(buffer, byteOffset, byteLength / 2) : decoded.bytes;
      const expected = Array.from({ length: WIDTH * HEIGHT * components }, (_, index) => {
        const pixel = Math.floor(index / components);
        return sampleAt(pixel % WIDTH, Math.floor(pixel / WIDTH), index % components, bits);
      });
      assert.deepEqual([...samples], expected);
    });
});
