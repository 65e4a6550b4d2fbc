import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { flatJpeg } from './flatJpeg.ts';
import { encodeQuarters, decodeOnlyFrame, png } from './quarterImages.ts';
import { bmp, tiff, type BmpParts, type TiffParts } from './writeBmpAndTiff.ts';

type Format = Parameters<typeof decodeOnlyFrame>[0];

const RED = [255, 0, 0] as const;
const GREEN = [0, 128, 0] as const;
const BLUE = [0, 0, 255] as const;
const GREY = [90, 90, 90] as const;
const PALETTE = [RED, GREEN, BLUE, GREY];

/** Returns the colours of a file's pixels, row by row. */
async function colours(format: Format, file: Uint8Array): Promise<number[][]> {
  const { data, width, height } = (await decodeOnlyFrame(format, file)).display;
  return Array.from({ length: width * height }, (_, pixel) => [...data.subarray(3 * pixel, 3 * pixel + 3)]);
}

const assertRejected = (format: Format, file: Uint8Array, code: string) =>
  assert.rejects(decodeOnlyFrame(format, file), { code });

/** Returns grey colours of the given levels. */
const shades = (...levels: number[]): number[][] => levels.map((level) => [level, level, level]);

describe('variants of BMP', () => {
  /** 3 by 2 pixels: red, green, blue above grey, blue, red. Rows are stored from the bottom up and padded to 4 bytes. */
  const expected = [RED, GREEN, BLUE, GREY, BLUE, RED].map((colour) => [...colour]);
  const size = { width: 3, height: 2 };
  const shown: Record<string, Omit<BmpParts, 'width' | 'height'> & { height?: number }> = {
    '8 bits with a palette': { bits: 8, palette: PALETTE, pixels: Uint8Array.of(3, 2, 0, 0, 0, 1, 2, 0) },
    '4 bits with a palette': {
      bits: 4,
      palette: PALETTE,
      pixels: Uint8Array.of(0x32, 0x00, 0, 0, 0x01, 0x20, 0, 0),
    },
    '4 bits from the top down': {
      bits: 4,
      height: -2,
      palette: PALETTE,
      pixels: Uint8Array.of(0x01, 0x20, 0, 0, 0x32, 0x00, 0, 0),
    },
    '8-bit run lengths': {
      bits: 8,
      compression: 1,
      palette: PALETTE,
      // Three padded literals; end of line; a run of one, a move of one to the right, and a run of one.
      pixels: Uint8Array.of(0, 3, 3, 2, 0, 0, 0, 0, 1, 0, 1, 1, 1, 2, 0, 1),
    },
    '4-bit run lengths': {
      bits: 4,
      compression: 2,
      palette: PALETTE,
      pixels: Uint8Array.of(2, 0x32, 1, 0x00, 0, 0, 0, 3, 0x01, 0x20, 0, 1),
    },
    '24 bits': {
      bits: 24,
      pixels: Uint8Array.from(
        [
          [GREY, BLUE, RED],
          [RED, GREEN, BLUE],
        ].flatMap((row) => [...row.flatMap(([red, green, blue]) => [blue, green, red]), 0, 0, 0]),
      ),
    },
  };
  for (const [name, parts] of Object.entries(shown))
    it(`are decoded: ${name}`, async () => {
      assert.deepEqual(await colours('bmp', bmp({ ...size, ...parts })), expected);
    });

  it('are decoded: 1 bit, and an index beyond the palette as black', async () => {
    const one = bmp({
      width: 2,
      height: 1,
      bits: 1,
      palette: [RED, GREEN],
      pixels: Uint8Array.of(0x40, 0, 0, 0),
    });
    assert.deepEqual(await colours('bmp', one), [[...RED], [...GREEN]]);
    const beyond = bmp({ width: 2, height: 1, bits: 8, palette: [RED], pixels: Uint8Array.of(0, 9, 0, 0) });
    assert.deepEqual(await colours('bmp', beyond), [[...RED], [0, 0, 0]]);
  });

  it('are decoded: 16 bits with masks', async () => {
    const masks = [0xf800, 0x07e0, 0x001f];
    const file = bmp({
      width: 2,
      height: 1,
      bits: 16,
      compression: 3,
      masks,
      pixels: Uint8Array.of(0x00, 0xf8, 0x1f, 0x00),
    });
    const [first, second] = await colours('bmp', file);
    assert.ok(first![0]! >= 248 && first![1] === 0 && first![2] === 0, String(first));
    assert.ok(second![2]! >= 248 && second![0] === 0 && second![1] === 0, String(second));
  });

  it('are rejected: run lengths that end early or point outside, and invalid bit depths', async () => {
    const runs = { ...size, bits: 8, compression: 1, palette: PALETTE };
    await assertRejected('bmp', bmp({ ...runs, pixels: Uint8Array.of(3, 1, 0, 0, 2, 1) }), 'truncated');
    assert.deepEqual(
      await colours('bmp', bmp({ ...runs, pixels: Uint8Array.of(255, 1, 0, 2, 9, 9, 255, 1, 0, 1) })),
      [RED, RED, RED, GREEN, GREEN, GREEN].map((colour) => [...colour]),
    );
    await assertRejected('bmp', bmp({ ...runs, bits: 4, pixels: Uint8Array.of(0, 1) }), 'unsupported-format');
    await assertRejected(
      'bmp',
      bmp({ ...runs, compression: 0, bits: 5, pixels: Buffer.alloc(64) }),
      'unsupported-format',
    );
  });
});

describe('variants of TIFF', () => {
  const row = { width: 4, height: 1 };
  for (const little of [true, false]) {
    const word = (value: number) => (little ? [value & 255, value >> 8] : [value >> 8, value & 255]);
    const name = little ? 'little' : 'big';
    const shown: [string, Omit<TiffParts, 'width' | 'height'>, number[][]][] = [
      ['1 bit, black is 0', { bits: 1, photometric: 1, pixels: Uint8Array.of(0x50) }, shades(0, 255, 0, 255)],
      ['1 bit, white is 0', { bits: 1, photometric: 0, pixels: Uint8Array.of(0x50) }, shades(255, 0, 255, 0)],
      ['8 bits', { bits: 8, photometric: 1, pixels: Uint8Array.of(0, 9, 99, 255) }, shades(0, 9, 99, 255)],
      [
        '16 bits',
        { bits: 16, photometric: 1, pixels: Uint8Array.from([0, 0x0900, 0x6300, 0xffff].flatMap(word)) },
        shades(0, 9, 99, 255),
      ],
      [
        'a 4-bit palette',
        {
          bits: 4,
          photometric: 3,
          fields: {
            320: [0, 1, 2].flatMap((at) =>
              Array.from({ length: 16 }, (_, index) => (PALETTE[index]?.[at] ?? 0) * 257),
            ),
          },
          pixels: Uint8Array.of(0x01, 0x23),
        },
        PALETTE.map((colour) => [...colour]),
      ],
      [
        '16-bit RGB',
        {
          bits: 16,
          photometric: 2,
          samples: 3,
          pixels: Uint8Array.from(PALETTE.flatMap((colour) => colour.flatMap((level) => word(level * 257)))),
        },
        PALETTE.map((colour) => [...colour]),
      ],
      [
        'RGB with alpha, in PackBits',
        {
          bits: 8,
          photometric: 2,
          samples: 4,
          compression: 32773,
          fields: { 338: [2] },
          pixels: Uint8Array.from([15, ...PALETTE.flatMap((colour) => [...colour, 255])]),
        },
        PALETTE.map((colour) => [...colour]),
      ],
    ];
    for (const [variant, parts, expected] of shown)
      it(`are decoded: ${variant}, ${name} endian`, async () => {
        assert.deepEqual(await colours('tiff', tiff({ ...row, little, ...parts })), expected);
      });
  }

  const unsupported: Record<string, Partial<TiffParts>> = {
    CMYK: { photometric: 5, samples: 4 },
    'an unknown colour space': { photometric: 8, samples: 3 },
    '12-bit grey': { bits: 12 },
    '4-bit grey': { bits: 4 },
    '32-bit grey': { bits: 32 },
    'grey with alpha': { samples: 2, fields: { 338: [2] } },
    'grey in JPEG': { compression: 7 },
    'colour with an unspecified channel': { photometric: 2, samples: 4, fields: { 338: [0] } },
    'signed samples': { bits: 16, fields: { 339: [2] } },
  };
  for (const [name, parts] of Object.entries(unsupported))
    it(`are rejected because they would be decoded wrongly: ${name}`, async () => {
      const file = tiff({ ...row, bits: 8, photometric: 1, pixels: Buffer.alloc(64), ...parts });
      await assertRejected('tiff', file, 'unsupported-format');
    });
});

describe('decompression bombs', () => {
  it('are rejected by the size in their headers', async () => {
    const side = 65_000;
    await assertRejected(
      'bmp',
      bmp({ width: side, height: side, bits: 8, compression: 1, pixels: Buffer.alloc(4) }),
      'too-large',
    );
    await assertRejected(
      'tiff',
      tiff({ width: side, height: side, bits: 1, photometric: 1, compression: 4, pixels: Buffer.alloc(4) }),
      'too-large',
    );
    const jpeg = flatJpeg([77]);
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(side, frame + 5);
    jpeg.writeUInt16BE(side, frame + 7);
    await assertRejected('jpeg', jpeg, 'too-large');
  });

  it('are rejected by the number of their scans', async () => {
    const jpeg = flatJpeg([77]);
    const scan = jpeg.subarray(jpeg.indexOf(Buffer.from([0xff, 0xda])), -2);
    const scans = Array.from({ length: 1000 }, () => scan);
    await assertRejected(
      'jpeg',
      Buffer.concat([jpeg.subarray(0, -2), ...scans, jpeg.subarray(-2)]),
      'corrupt',
    );
  });

  it('that inflate beyond their size are rejected or cut', async () => {
    const small = { width: 4, height: 1, bits: 8, photometric: 1 };
    const zeros = Buffer.alloc(20_000_000);
    await assertRejected('tiff', tiff({ ...small, compression: 8, pixels: deflateSync(zeros) }), 'corrupt');
    await assertRejected('png', png({ width: 4, height: 1, bits: 8, colour: 0, rows: zeros }), 'corrupt');
    // Runs of 128 zeros.
    const runs = Buffer.alloc(200_000, Buffer.from([129, 0]));
    const packed = await colours('tiff', tiff({ ...small, compression: 32773, pixels: runs }));
    assert.deepEqual(packed, shades(0, 0, 0, 0));
  });

  it('are rejected in a GIF whose first frame is larger than its screen', async () => {
    const gif = Buffer.from(await encodeQuarters('gif', 16, 16));
    gif.writeUInt16LE(4, 6);
    await assertRejected('gif', gif, 'corrupt');
  });
});
