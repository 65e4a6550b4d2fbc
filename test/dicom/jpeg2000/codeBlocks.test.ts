import assert from 'node:assert/strict';
import { growMemory } from '../../../dicom/kernels/kernel.ts';
import { tileKernel } from '../../../dicom/jpeg2000/tileKernel.ts';

/** Addresses in the kernel's memory that the host uses. */
const SEGMENTS = 0x20000;
const BYTES = 0x21000;
const SIDE = 64;
const PLANES = 10;

/** Decodes a number of passes of a code-block of one segment. Returns false if it is damaged. */
async function decodes(bytes: number[], passes: number, style = 0): Promise<boolean> {
  const kernel = await tileKernel.load();
  growMemory(kernel.memory, BYTES + 65_536);
  new Uint32Array(kernel.memory.buffer, SEGMENTS, 2).set([bytes.length, passes]);
  new Uint8Array(kernel.memory.buffer, BYTES, bytes.length).set(bytes);
  return kernel.decodePasses(BYTES, SEGMENTS, 1, SIDE, SIDE, 0, PLANES, style) === 1;
}

/** Returns random bytes, which code about one decision per bit. */
const noise = (count: number): number[] =>
  Array.from({ length: count }, (_, index) => (Math.imul(index + 1, 2_654_435_761) >>> 20) & 0x7f);

describe('JPEG 2000 code-blocks', () => {
  it('are damaged if passes lack more than a few bytes at the end', async () => {
    assert.equal(await decodes(noise(8), 28), false);
    assert.equal(await decodes(noise(8192), 28), true);
  });

  it('are valid if an empty segment codes a single pass', async () => {
    assert.equal(await decodes([], 1), true);
  });

  it('need their segmentation symbols if more passes follow', async () => {
    const [segmentation, passes] = [32, 4];
    assert.equal(await decodes(noise(4096), 1, segmentation), true);
    assert.equal(await decodes(noise(4096), passes, segmentation), false);
  });
});
