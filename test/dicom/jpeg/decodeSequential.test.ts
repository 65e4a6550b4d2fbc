import assert from 'node:assert/strict';
import { DicomError } from '../../../dicom/index.ts';
import { decodeDctJpegSync } from '../../../dicom/jpeg/decodeDctJpeg.ts';
import { decodeSequentialInJs } from '../../../dicom/jpeg/decodeSequential.ts';
import { sequentialKernel } from '../../../dicom/jpeg/sequentialKernel.ts';
import { random } from '../fuzz/random.ts';

type Next = (below: number) => number;

/** A Huffman table with one code of each length, and two of the last length, so that any bits are valid codes. */
function table(kind: number, symbols: number[], most: number): number[] {
  const lengths = symbols.map((_, index) => Math.min(index + 1, most));
  const counts = Array.from({ length: 16 }, (_, index) => lengths.filter((one) => one === index + 1).length);
  return [0xff, 0xc4, 0, 19 + symbols.length, kind, ...counts, ...symbols];
}

/** Makes a frame of random bits with any precision, sampling, restart interval and tables. */
function randomStream(next: Next): { stream: Uint8Array; restarts: number } {
  const precision = next(2) === 0 ? 8 : 12;
  const [width, height] = [1 + next(60), 1 + next(40)];
  const components = [1, 1, 3, 2][next(4)]!;
  const ids = Array.from({ length: components }, (_, index) => index + 1);
  const factors = ids.map((id) => ({ h: id === 1 ? 1 + next(2) : 1, v: id === 1 ? 1 + next(2) : 1 }));
  const restarts = next(2) === 0 ? 0 : 1 + next(3);
  const quantisation = Array.from({ length: 64 }, () => 1 + next(precision === 8 ? 20 : 60));
  const categories = Array.from({ length: 12 }, (_, index) => (index < 8 ? index : next(precision)));
  // Half of all codes are an end of block.
  const coefficients = [
    0,
    ...Array.from({ length: 12 }, () => next(9) * 16 + 1 + next(10)),
    0xf0,
    0xf0 + 3,
    0x1b,
  ];
  const header = [
    [0xff, 0xd8, 0xff, 0xdb, 0, 67, 0, ...quantisation],
    [0xff, 0xc1, 0, 8 + 3 * components, precision, 0, height, 0, width, components],
    ids.flatMap((id, index) => [id, factors[index]!.h * 16 + factors[index]!.v, 0]),
    table(0x00, categories, 11),
    table(0x10, coefficients, 15),
    [0xff, 0xdd, 0, 4, 0, restarts],
    [0xff, 0xda, 0, 6 + 2 * components, components, ...ids.flatMap((id) => [id, 0]), 0, 63, 0],
  ].flat();
  const data: number[] = [];
  const { h: across, v: down } = components === 1 ? { h: 1, v: 1 } : factors[0]!;
  const mcus = Math.ceil(width / (8 * across)) * Math.ceil(height / (8 * down));
  for (let interval = 0; interval < (restarts === 0 ? 1 : Math.ceil(mcus / restarts)); interval++) {
    if (interval > 0) data.push(0xff, 0xd0 + ((interval - 1) & 7));
    for (let bytes = 60 * (across * down + 2) * (restarts === 0 ? mcus : restarts); bytes > 0; bytes--) {
      const byte = next(8) === 0 ? 0xff : next(256);
      data.push(...(byte === 0xff ? [0xff, 0] : [byte]));
    }
  }
  return { stream: Uint8Array.from([...header, ...data, 0xff, 0xd9]), restarts };
}

const outcome = (work: () => { pixels: unknown }): unknown => {
  try {
    return work().pixels;
  } catch (error) {
    assert.ok(error instanceof DicomError, String(error));
    return error.code;
  }
};

describe('sequential JPEG', function () {
  this.timeout(60_000);

  it('decodes the same in the kernel and in JavaScript, for any precision, sampling, restarts and tables', async () => {
    const { decode } = await sequentialKernel();
    const next = random(17);
    const decoded = { whole: 0, restarted: 0, rejected: 0 };
    for (let round = 0; round < 1500; round++) {
      const { stream, restarts } = randomStream(next);
      const fast = outcome(() => decodeDctJpegSync(stream, {}, decode));
      const plain = outcome(() => decodeDctJpegSync(stream, {}, decodeSequentialInJs));
      assert.deepEqual(fast, plain, `round ${round}`);
      if (typeof fast === 'string') decoded.rejected++;
      else if (restarts > 0) decoded.restarted++;
      else decoded.whole++;
    }
    assert.ok(
      Math.min(decoded.whole, decoded.restarted) > 500 && decoded.rejected > 10,
      JSON.stringify(decoded),
    );
  });

  it('rejects truncated and damaged streams, or decodes them as in JavaScript', async () => {
    const { decode } = await sequentialKernel();
    const next = random(18);
    let rejected = 0;
    for (let round = 0; round < 1500; round++) {
      const { stream } = randomStream(next);
      const start = stream.findIndex((byte, at) => byte === 0xff && stream[at + 1] === 0xda) + 14;
      const length = start + next(stream.length - start);
      const damaged = stream.slice(0, next(2) === 0 ? length : stream.length);
      for (let changes = next(3); changes > 0; changes--)
        damaged[start + next(damaged.length - start)] = next(2) === 0 ? 0xff : next(256);
      const fast = outcome(() => decodeDctJpegSync(damaged, {}, decode));
      const plain = outcome(() => decodeDctJpegSync(damaged, {}, decodeSequentialInJs));
      if (typeof fast === 'string') rejected++;
      if (typeof fast !== 'string' && typeof plain !== 'string')
        assert.deepEqual(fast, plain, `round ${round}`);
    }
    assert.ok(rejected > 500, `${rejected} were rejected`);
  });
});
