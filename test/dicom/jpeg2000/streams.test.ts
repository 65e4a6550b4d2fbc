import assert from 'node:assert/strict';
import { decodeCodestream } from '../../../dicom/index.ts';
import { HEIGHT, sampleAt, STREAMS, WIDTH } from './streams.ts';

const SIZE = { rows: HEIGHT, columns: WIDTH, isRgb: false };

const NOT_DOUBLED = 'single rows and columns, not reversible';

describe('the JPEG 2000 decoder', () => {
  for (const { name, options, components, bits, text } of STREAMS)
    it(`decodes streams with ${name} (${options})`, async () => {
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
        const [x, y] = [pixel % WIDTH, Math.floor(pixel / WIDTH)];
        const sample = sampleAt(x, y, index % components, bits);
        // This encoder does not double a high-pass sample that is alone in its row or column, but the decoder halves it
        // (F.3.6).
        const single = (x === WIDTH - 1 ? 2 : 1) * (y === HEIGHT - 1 ? 2 : 1);
        return name === NOT_DOUBLED ? 128 + (sample - 128) / single : sample;
      });
      // The 9-7 transform is irreversible, so the result is only close.
      if (!options.includes('-I')) assert.deepEqual([...samples], expected);
      else
        for (const [at, sample] of samples.entries())
          assert.ok(Math.abs(sample - expected[at]!) <= 2, `${sample}, not ${expected[at]}, at ${at}`);
    });
});
