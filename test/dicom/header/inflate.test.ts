import assert from 'node:assert/strict';
import { constants, deflateRawSync } from 'node:zlib';
import { inflate } from '../../../dicom/header/inflate.ts';
import { random } from '../fuzz/random.ts';

/** Data of every character: noise, runs, short repeats, text-like, and slopes as pixels have. */
function samples(length: number): Record<string, Uint8Array> {
  const next = random(length);
  const made = (value: (at: number) => number) => Uint8Array.from({ length }, (_, at) => value(at));
  return {
    noise: made(() => next(256)),
    zeros: made(() => 0),
    repeats: made((at) => (at % 7) * 31),
    words: made(() => 97 + Math.floor(next(676) ** 0.5)),
    slopes: made((at) => (at % 2 === 0 ? (at >> 4) + next(3) : (at >> 10) & 255)),
  };
}

const all = (deflated: Uint8Array, length: number): Promise<Uint8Array> =>
  Promise.resolve().then(() => inflate(deflated, () => length));

describe('inflate', () => {
  for (const length of [1, 100, 65_535, 70_000, 1_000_000])
    it(`restores ${length} bytes of every kind, level and strategy`, async () => {
      for (const [kind, data] of Object.entries(samples(length)))
        for (const [level, strategy] of [
          [0, constants.Z_DEFAULT_STRATEGY],
          [1, constants.Z_DEFAULT_STRATEGY],
          [6, constants.Z_FIXED],
          [6, constants.Z_HUFFMAN_ONLY],
          [6, constants.Z_RLE],
          [9, constants.Z_DEFAULT_STRATEGY],
        ] as const) {
          const deflated = deflateRawSync(data, { level, strategy });
          const back = await all(deflated, length);
          assert.ok(Buffer.compare(back, data) === 0, `${kind} at level ${level}, strategy ${strategy}`);
        }
    });

  it('reads many blocks, and stops at the wanted length', () => {
    const data = samples(300_000).slopes!;
    const deflated = deflateRawSync(data, { memLevel: 1 });
    const asked: number[] = [];
    const back = inflate(deflated, (soFar) => {
      asked.push(soFar.length);
      return 1000;
    });
    assert.deepEqual(back, data.slice(0, 1000));
    assert.equal(asked.length, 1);
    assert.ok(asked[0]! < 70_000);
  });

  it('ignores bytes after the end', async () => {
    const data = samples(5000).words!;
    const padded = new Uint8Array([...deflateRawSync(data), 0, 0, 7]);
    assert.deepEqual(await all(padded, data.length), data);
    assert.deepEqual(await all(padded, data.length + 1), data);
  });

  it('rejects a stream that is truncated anywhere', async () => {
    for (const [kind, data] of Object.entries(samples(3000))) {
      const deflated = deflateRawSync(data, { level: kind === 'noise' ? 0 : 9 });
      for (let length = 0; length < deflated.length; length += kind === 'noise' ? 101 : 7) {
        const cut = all(deflated.subarray(0, length), data.length);
        // A stream that lacks only its end-of-block code still holds all of its data.
        const ended = await cut.then(
          (back) => length > deflated.length - 4 && Buffer.compare(back, data) === 0,
          (error: unknown) => (error as { code?: string }).code === 'corrupt-codestream',
        );
        assert.ok(ended, `${kind} cut at ${length} of ${deflated.length}`);
      }
    }
  });

  it('rejects invalid codes, and distances before the beginning', async () => {
    for (const bytes of [
      [0x07], // block type 3
      [0x4b, 0x04, 0x92, 0x00], // a match with nothing before it that far
      [0xfd, 0xff, 0xff, 0xff, 0xff], // more codes than there are
    ])
      await assert.rejects(all(Uint8Array.from(bytes), 1000), { code: 'corrupt-codestream' });
  });

  it('returns data or throws an error for any damage', async () => {
    const next = random(3);
    const whole = deflateRawSync(samples(20_000).words!);
    for (let round = 0; round < 500; round++) {
      const deflated = Uint8Array.from(whole);
      for (let each = 0; each < 3; each++) deflated[next(deflated.length)] = next(256);
      const ended = await all(deflated, 20_000).then(
        (data) => data.length <= 20_000,
        (error: unknown) => (error as { code?: string }).code === 'corrupt-codestream',
      );
      assert.ok(ended);
    }
  });
});
