import { inflateSync } from 'node:zlib';

export interface Png {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint8Array;
}

/** The passes of Adam7: first column and row, and the steps (PNG 8.2). */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Reads an 8-bit grey or RGB PNG. The reference images have no other form. */
export function readPng(bytes: Buffer): Png {
  const parts: Buffer[] = [];
  let header: Buffer | undefined;
  for (let at = 8; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') header = body;
    if (type === 'IDAT') parts.push(body);
    at += 12 + length;
  }
  if (header?.length !== 13) throw new Error('The PNG has no header.');
  const [depth, colour, , , interlace] = header.subarray(8);
  if (depth !== 8 || (colour !== 0 && colour !== 2))
    throw new Error('Only 8-bit grey and RGB PNGs can be compared.');
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const channels = colour === 0 ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  let raw: Uint8Array = inflateSync(Buffer.concat(parts));
  for (const [left, top, across, down] of interlace === 1 ? ADAM7 : [[0, 0, 1, 1] as const]) {
    const columns = Math.ceil((width - left) / across);
    const rows = Math.ceil((height - top) / down);
    if (columns <= 0 || rows <= 0) continue;
    const stride = columns * channels;
    const pass = unfilter(raw, stride, rows, channels);
    raw = raw.subarray(rows * (stride + 1));
    for (let row = 0, from = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        let to = ((top + row * down) * width + left + column * across) * channels;
        for (let channel = 0; channel < channels; channel++) data[to++] = pass[from++]!;
      }
  }
  return { width, height, channels, data };
}

function unfilter(raw: Uint8Array, stride: number, height: number, step: number): Uint8Array {
  const data = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (stride + 1)]!;
    for (let column = 0; column < stride; column++) {
      const at = row * stride + column;
      const left = column >= step ? data[at - step]! : 0;
      const up = row > 0 ? data[at - stride]! : 0;
      const corner = column >= step && row > 0 ? data[at - stride - step]! : 0;
      data[at] = raw[row * (stride + 1) + 1 + column]! + predict(filter, left, up, corner);
    }
  }
  return data;
}

function predict(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  const estimate = left + up - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - up), Math.abs(estimate - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
