import { deflateRawSync } from 'node:zlib';
import { encodeJpeg } from '../../../dicom/index.ts';
import { writeLossless } from '../jpeg/writeLossless.ts';
import { imageFile } from '../../support/imageFile.ts';
import { BIG_ENDIAN, DEFLATED, IMPLICIT, type Element } from '../../support/writeDicom.ts';
import { encodedFrames } from './encodedFrames.ts';
import { random } from './random.ts';

const SIDE = 16;
const TS = '1.2.840.10008.1.2.';
const next = random(1);
const noise = Uint8Array.from({ length: SIDE * SIDE }, () => next(256));
const wide = Array.from({ length: SIDE * SIDE }, () => next(65536));

/** Makes a file with a codestream in one or several fragments, with a filled or an empty offset table. */
const encapsulated = (
  transferSyntax: string,
  frames: Uint8Array[],
  more: Parameters<typeof imageFile>[0] = {},
) =>
  imageFile({
    rows: SIDE,
    columns: SIDE,
    transferSyntax,
    ...(frames.length > 1 ? { frames: frames.length } : {}),
    pixels: { fragments: [new Uint8Array(0), ...frames.map(even)] },
    ...more,
  });

const even = (bytes: Uint8Array): Uint8Array =>
  bytes.length % 2 === 0 ? bytes : Uint8Array.from([...bytes, 0]);

/** Encodes one RLE segment of literal runs of 128 bytes (PS3.5 G.3). */
function rle(bytes: Uint8Array): Uint8Array {
  const header = Buffer.alloc(64);
  header.writeUInt32LE(1, 0);
  header.writeUInt32LE(64, 4);
  const runs: number[] = [];
  for (let at = 0; at < bytes.length; at += 128) runs.push(127, ...bytes.subarray(at, at + 128));
  return Buffer.concat([header, Uint8Array.from(runs)]);
}

const palette: Element[] = [0x00281101, 0x00281102, 0x00281103].flatMap((tag): Element[] => [
  [tag, 'US', [256, 0, 16]],
  [tag + 0x100, 'OW', Array.from({ length: 256 }, (_, at) => at * 257)],
]);

/** Makes a file for each path through the decoder. */
export async function seedFiles(): Promise<Uint8Array[]> {
  const lossless = writeLossless(wide, {
    width: SIDE,
    height: SIDE,
    precision: 16,
    predictor: 4,
    restartRows: 4,
  });
  // Large enough for the encoder, whose output buffer is as long as its pixels.
  const display = {
    width: 64,
    height: 64,
    channels: 1 as const,
    data: Uint8Array.from({ length: 4096 }, (_, at) => at),
  };
  const baseline = await encodeJpeg(display);
  const { jpegLs, jpeg2000, htj2k } = await encodedFrames(display.data, 64, 64);
  const wideFile = { rows: SIDE, columns: SIDE, bitsAllocated: 16, pixels: wide };
  const lut: Element = [
    0x00283010,
    'SQ',
    {
      items: [
        [
          [0x00283002, 'US', [256, 0, 8]],
          [0x00283006, 'OW', wide],
        ],
      ],
    },
  ];
  return [
    imageFile({ rows: SIDE, columns: SIDE }),
    imageFile({ ...wideFile, signed: true, transferSyntax: IMPLICIT }),
    imageFile({ ...wideFile, bitsStored: 12, transferSyntax: BIG_ENDIAN }),
    imageFile({ ...wideFile, transferSyntax: DEFLATED }),
    imageFile({ ...wideFile, elements: [lut], undefinedLength: true }),
    imageFile({
      ...wideFile,
      elements: [
        [0x00281050, 'DS', '100'],
        [0x00281051, 'DS', '50'],
        [0x00281053, 'DS', '2'],
      ],
    }),
    imageFile({ rows: SIDE, columns: SIDE, samples: 3, planar: 1 }),
    imageFile({ rows: SIDE, columns: SIDE, photometric: 'PALETTE COLOR', elements: palette }),
    imageFile({ rows: SIDE, columns: SIDE, bitsAllocated: 1, pixels: noise.slice(0, 32), preamble: false }),
    imageFile({ rows: SIDE, columns: SIDE, frames: 3 }),
    encapsulated(`${TS}5`, [rle(noise), rle(noise)]),
    encapsulated(`${TS}8.1`, [deflateRawSync(noise)]),
    encapsulated(`${TS}4.50`, [baseline, baseline], { rows: 64, columns: 64 }),
    encapsulated(`${TS}4.57`, [lossless], { bitsAllocated: 16, pixelVr: 'OB' }),
    encapsulated(`${TS}4.80`, [jpegLs], { rows: 64, columns: 64 }),
    encapsulated(`${TS}4.90`, [jpeg2000], { rows: 64, columns: 64 }),
    encapsulated(`${TS}4.201`, [htj2k], { rows: 64, columns: 64 }),
  ];
}
