import { deflateSync } from 'node:zlib';
import { Jimp, JimpMime } from 'jimp';
import { bytesReader, type DisplayFrame } from '../../dicom/index.ts';
import type { ImageFormat } from '../../contract/index.ts';
import { imageLimits } from '../../handlers/images/imageLimits.ts';
import { openOrdinaryImage } from '../../handlers/images/openOrdinaryImage.ts';

export type Rgb = [number, number, number];

export const RED: Rgb = [220, 30, 30];
export const GREEN: Rgb = [30, 200, 30];
export const BLUE: Rgb = [30, 30, 220];
export const GREY: Rgb = [120, 120, 120];

/** The colours of an image's quarters, clockwise from the top left. */
export const CORNERS: readonly [Rgb, Rgb, Rgb, Rgb] = [RED, GREEN, BLUE, GREY];

/** Draws an image of four quarters, each of one colour. */
export function quarters(width: number, height: number): InstanceType<typeof Jimp> {
  const image = new Jimp({ width, height, color: 0xffffffff });
  image.scan((x, y, index) => {
    const corner = y < height / 2 ? (x < width / 2 ? 0 : 1) : x < width / 2 ? 3 : 2;
    image.bitmap.data.set(CORNERS[corner], index);
  });
  return image;
}

export const encodeQuarters = (
  format: Exclude<ImageFormat, 'dicom'>,
  width = 96,
  height = 64,
): Promise<Buffer> => quarters(width, height).getBuffer(JimpMime[format]);

/** Opens a file and decodes its only frame. */
export async function decodeOnlyFrame(format: Exclude<ImageFormat, 'dicom'>, file: Uint8Array) {
  const opened = await openOrdinaryImage(format, bytesReader(new Uint8Array(file)), imageLimits(3008));
  const pictures = [];
  for await (const picture of opened.pictures) pictures.push(picture);
  if (pictures.length !== 1) throw new Error(`Expected 1 picture, got ${pictures.length}.`);
  return { ...opened, display: pictures[0]!.display };
}

/** Returns the colour in the middle of each quarter, clockwise from the top left. */
export function cornersOf({ width, height, data, channels }: DisplayFrame): Rgb[] {
  const at = (x: number, y: number): Rgb => {
    const index = (Math.floor(y * height) * width + Math.floor(x * width)) * channels;
    return [data[index]!, data[index + 1]!, data[index + 2]!];
  };
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.75, 0.75), at(0.25, 0.75)];
}

export const isNear = (a: Rgb, b: Rgb, by: number): boolean =>
  a.every((level, index) => Math.abs(level - b[index]!) <= by);

/** Builds a little-endian EXIF structure with the orientation and the artist. */
export function exif(orientation: number, artist = 'CANARY'): Buffer {
  const text = Buffer.from(`${artist}\0`);
  const head = Buffer.alloc(8 + 2 + 24 + 4);
  head.write('II*\0', 'latin1');
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(2, 8);
  head.writeUInt16LE(0x0112, 10);
  head.writeUInt16LE(3, 12);
  head.writeUInt32LE(1, 14);
  head.writeUInt16LE(orientation, 18);
  head.writeUInt16LE(0x013b, 22);
  head.writeUInt16LE(2, 24);
  head.writeUInt32LE(text.length, 26);
  head.writeUInt32LE(head.length, 30);
  return Buffer.concat([head, text]);
}

/** Inserts EXIF and a comment after a JPEG's first marker. */
export function withExif(jpeg: Buffer, orientation: number): Buffer {
  const segment = (marker: number, body: Buffer): Buffer => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  };
  const app1 = segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(orientation)]));
  const comment = segment(0xfe, Buffer.from('CANARY in a comment'));
  return Buffer.concat([jpeg.subarray(0, 2), app1, comment, jpeg.subarray(2)]);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : 0xedb88320 ^ (value >>> 1);
  return value >>> 0;
});

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  let crc = 0xffffffff;
  for (const byte of typed) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, typed, check]);
}

/** The parts of a PNG. `rows` are the filtered bytes before compression. */
export interface PngParts {
  width: number;
  height: number;
  bits: number;
  colour: number;
  interlace?: number;
  rows: Buffer;
  extra?: [string, Buffer][];
}

export function png({ width, height, bits, colour, interlace = 0, rows, extra = [] }: PngParts): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bits, colour, 0, 0, interlace], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    ...extra.map(([type, body]) => chunk(type, body)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
