import assert from 'node:assert/strict';
import { encodeRendition } from '../../handlers/images/encodeRendition.ts';
import { flatJpeg } from './flatJpeg.ts';
import {
  BLUE,
  CORNERS,
  cornersOf,
  encodeQuarters,
  exif,
  GREEN,
  GREY,
  isNear,
  decodeOnlyFrame,
  png,
  RED,
  type Rgb,
  withExif,
} from './quarterImages.ts';

const assertCorners = (actual: readonly Rgb[], expected: readonly Rgb[], by: number): void =>
  assert.ok(
    actual.every((colour, index) => isNear(colour, expected[index]!, by)),
    `${JSON.stringify(actual)} is not ${JSON.stringify(expected)}`,
  );

describe('openOrdinaryImage', function () {
  this.timeout(20_000);

  for (const format of ['jpeg', 'png', 'gif', 'bmp', 'tiff'] as const) {
    it(`decodes a ${format}`, async () => {
      const { image, display } = await decodeOnlyFrame(format, await encodeQuarters(format));
      assert.deepEqual(image, { format, width: 96, height: 64, frames: 1 });
      assertCorners(
        cornersOf(display),
        CORNERS,
        format === 'png' || format === 'bmp' || format === 'tiff' ? 0 : 12,
      );
    });

    it(`rejects a truncated ${format}`, async () => {
      const whole = await encodeQuarters(format);
      for (const share of [0.5, 0.9, 0.99]) {
        await assert.rejects(
          decodeOnlyFrame(format, whole.subarray(0, whole.length * share)),
          (error: Error) => {
            assert.equal((error as Error & { code: string }).code, 'truncated');
            assert.match(error.message, /ends before/);
            return true;
          },
        );
      }
    });
  }

  /** The colours of the upright corners, by orientation (CIPA DC-008, 4.6.4). */
  const UPRIGHT: Record<number, Rgb[]> = {
    1: [RED, GREEN, BLUE, GREY],
    2: [GREEN, RED, GREY, BLUE],
    3: [BLUE, GREY, RED, GREEN],
    4: [GREY, BLUE, GREEN, RED],
    5: [RED, GREY, BLUE, GREEN],
    6: [GREY, RED, GREEN, BLUE],
    7: [BLUE, GREEN, RED, GREY],
    8: [GREEN, BLUE, GREY, RED],
  };
  for (const [orientation, expected] of Object.entries(UPRIGHT)) {
    it(`turns a JPEG of orientation ${orientation} upright`, async () => {
      const file = withExif(await encodeQuarters('jpeg'), Number(orientation));
      const { image, display } = await decodeOnlyFrame('jpeg', file);
      const turned = Number(orientation) > 4;
      assert.deepEqual([image.width, image.height], turned ? [64, 96] : [96, 64]);
      assertCorners(cornersOf(display), expected, 12);
    });
  }

  const flat: [string, Buffer, Rgb][] = [
    ['grey', flatJpeg([77]), [77, 77, 77]],
    ['YCbCr', flatJpeg([76, 85, 255]), [254, 0, 0]],
    ['RGB by an Adobe segment', flatJpeg([200, 100, 50], 0), [200, 100, 50]],
    ['RGB by its component ids', flatJpeg([200, 100, 50], undefined, 'RGB'), [200, 100, 50]],
    ['inverted CMYK with an Adobe segment', flatJpeg([200, 100, 50, 255], 0), [200, 100, 50]],
    ['CMYK with half of the black ink', flatJpeg([200, 100, 50, 128], 0), [100, 50, 25]],
    // libjpeg converts YCCK to 255 - R, and Adobe's inks are inverted, so red becomes cyan.
    ['YCCK', flatJpeg([76, 85, 255, 255], 2), [1, 255, 255]],
  ];
  for (const [name, file, expected] of flat) {
    it(`decodes the colour of a JPEG in ${name}`, async () => {
      const { display } = await decodeOnlyFrame('jpeg', file);
      const [colour] = cornersOf(display);
      assert.ok(isNear(colour!, expected, 2), JSON.stringify(colour));
    });
  }

  it('decodes a JPEG with stray bytes before its end, as some cameras write them', async () => {
    const whole = await encodeQuarters('jpeg');
    const stray = Buffer.concat([whole.subarray(0, -2), Buffer.alloc(5), whole.subarray(-2)]);
    const { display } = await decodeOnlyFrame('jpeg', stray);
    assert.deepEqual(display, (await decodeOnlyFrame('jpeg', whole)).display);
  });

  it('rejects a CMYK JPEG without an Adobe segment', async () => {
    await assert.rejects(decodeOnlyFrame('jpeg', flatJpeg([200, 100, 50, 255])), {
      code: 'unsupported-format',
    });
  });

  it('reads the orientation of a PNG', async () => {
    const rows = Buffer.alloc(4 * (1 + 8 * 3), 0);
    const file = png({ width: 8, height: 4, bits: 8, colour: 2, rows, extra: [['eXIf', exif(6)]] });
    const { image } = await decodeOnlyFrame('png', file);
    assert.deepEqual([image.width, image.height], [4, 8]);
  });

  it('copies no metadata to the rendition', async () => {
    const file = withExif(await encodeQuarters('jpeg'), 1);
    assert.ok(file.includes('CANARY'));
    const { display } = await decodeOnlyFrame('jpeg', file);
    const { jpeg } = await encodeRendition({ frame: 0, display });
    assert.equal(Buffer.from(jpeg).includes('CANARY'), false);
    assert.equal(Buffer.from(jpeg).includes('Exif'), false);
  });

  it('decodes PNG with 16-bit grey, a palette or interlacing', async () => {
    const grey = Buffer.concat(Array.from({ length: 2 }, () => Buffer.from([0, 0x12, 0x34, 0xff, 0xff])));
    const deep = await decodeOnlyFrame('png', png({ width: 2, height: 2, bits: 16, colour: 0, rows: grey }));
    assert.deepEqual([...deep.display.data.subarray(0, 6)], [0x12, 0x12, 0x12, 255, 255, 255]);
    const palette: [string, Buffer][] = [['PLTE', Buffer.from([...RED, ...GREEN])]];
    const indexed = await decodeOnlyFrame(
      'png',
      png({ width: 2, height: 1, bits: 1, colour: 3, rows: Buffer.from([0, 0b01000000]), extra: palette }),
    );
    assert.deepEqual([...indexed.display.data], [...RED, ...GREEN]);
    // 2 by 2 interlaced: passes 1, 6 and 7 hold the first, the second, and the last row.
    const passes = Buffer.from([0, 10, 0, 20, 0, 30, 40]);
    const woven = await decodeOnlyFrame(
      'png',
      png({ width: 2, height: 2, bits: 8, colour: 0, interlace: 1, rows: passes }),
    );
    assert.deepEqual([...woven.display.data.filter((_, index) => index % 3 === 0)], [10, 20, 30, 40]);
  });

  it('blends transparent pixels over white', async () => {
    const rows = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 128]);
    const { display } = await decodeOnlyFrame('png', png({ width: 2, height: 1, bits: 8, colour: 6, rows }));
    assert.deepEqual([...display.data], [255, 255, 255, 127, 127, 127]);
  });

  it('rejects a decompression bomb by its header, before it decodes a pixel', async () => {
    const bomb = png({ width: 60_000, height: 60_000, bits: 8, colour: 2, rows: Buffer.alloc(16) });
    await assert.rejects(decodeOnlyFrame('png', bomb), { code: 'too-large' });
    const woven = png({
      width: 2,
      height: 2,
      bits: 8,
      colour: 0,
      interlace: 1,
      rows: Buffer.alloc(10_000_000),
    });
    await assert.rejects(decodeOnlyFrame('png', woven), { code: 'corrupt' });
    const gif = Buffer.from(await encodeQuarters('gif'));
    gif.writeUInt16LE(65_535, 6);
    gif.writeUInt16LE(65_535, 8);
    await assert.rejects(decodeOnlyFrame('gif', gif), { code: 'too-large' });
  });

  it('rejects damaged pixels', async () => {
    const file = png({ width: 4, height: 4, bits: 8, colour: 2, rows: Buffer.alloc(5) });
    await assert.rejects(decodeOnlyFrame('png', file), { code: 'truncated' });
    await assert.rejects(decodeOnlyFrame('jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xd9])), { code: 'corrupt' });
  });

  it('decodes the first frame of an animated GIF, with a warning', async () => {
    const one = await encodeQuarters('gif', 16, 16);
    const frames = one.subarray(one.indexOf(0x2c, 13 + 3 * 2), one.length - 1);
    const { warnings, display, image } = await decodeOnlyFrame(
      'gif',
      Buffer.concat([one.subarray(0, -1), frames, Buffer.from([0x3b])]),
    );
    assert.deepEqual(
      warnings().map(({ code }) => code),
      ['first-frame-only'],
    );
    assert.equal(image.frames, 1);
    assertCorners(cornersOf(display), CORNERS, 12);
  });
});

describe('encodeRendition', () => {
  it('scales up by whole factors, so that scaling back restores the pixels', async () => {
    const data = Uint8Array.from({ length: 32 * 32 }, (_, index) => (index * 7919) % 256);
    const display = { width: 32, height: 32, channels: 1 as const, data };
    const { jpeg, width } = await encodeRendition({ frame: 0, display });
    assert.equal(width, 96);
    const again = await decodeOnlyFrame('jpeg', jpeg);
    const wrong = data.map((level, index) => {
      const at = ((Math.floor(index / 32) * 3 + 1) * 96 + (index % 32) * 3 + 1) * 3;
      return Math.abs(again.display.data[at]! - level);
    });
    assert.ok(wrong.reduce((sum, value) => sum + value, 0) / wrong.length < 3);
  });

  it('scales small and large images to a size that Rekognition accepts', async () => {
    const small = { width: 10, height: 5, channels: 1 as const, data: new Uint8Array(50).fill(90) };
    const up = await encodeRendition({ frame: 3, display: small });
    assert.deepEqual(
      [up.frame, up.width, up.height, up.crop],
      [3, 160, 80, { left: 0, top: 0, width: 1, height: 1 }],
    );
    const large = { width: 8192, height: 200, channels: 1 as const, data: new Uint8Array(8192 * 200) };
    const down = await encodeRendition({ frame: 0, display: large });
    assert.deepEqual([down.width, down.height], [4096, 100]);
    assert.deepEqual([...down.jpeg.subarray(0, 3)], [0xff, 0xd8, 0xff]);
    assert.ok(down.jpeg.length < 15_000_000);
  });
});
