import { ZIGZAG } from '../../../dicom/jpeg/tables.ts';

/** A grey JPEG frame of blocks (ITU T.81 annexes F and G). */
export interface DctOptions {
  /** Multiples of 8. */
  width: number;
  height: number;
  precision: 8 | 12;
  /** Sequential, progressive by spectral selection, or progressive with successive approximation of DC too. */
  mode: 'sequential' | 'spectral' | 'full';
}

/** The length of all DC codes and of all AC codes. They have room for all symbols without the code of ones. */
const DC_BITS = 5;
const AC_BITS = 8;
/** End of block, a run of 16 zeros, and each run with each size. */
const AC_SYMBOLS = [
  0x00,
  0xf0,
  ...Array.from({ length: 16 * 14 }, (_, index) => ((index % 16) << 4) | (1 + Math.floor(index / 16))),
];

/**
 * Writes a JPEG of blocks, with all steps of quantisation 1.
 * @param blocks the coefficients of each block in natural order, row by row
 */
export function writeDct(blocks: Int16Array[], { width, height, precision, mode }: DctOptions): Uint8Array {
  const isProgressive = mode !== 'sequential';
  const header = [
    [0xff, 0xd8, 0xff, 0xdb, 0, 67, 0, ...Array.from({ length: 64 }, () => 1)],
    [0xff, isProgressive ? 0xc2 : 0xc1, 0, 11, precision, height >> 8, height & 255, width >> 8, width & 255],
    [1, 1, 0x11, 0],
    huffmanTable(
      0x00,
      DC_BITS,
      Array.from({ length: 16 }, (_, category) => category),
    ),
    huffmanTable(0x10, AC_BITS, AC_SYMBOLS),
  ].flat();
  const shift = mode === 'full' ? 1 : 0;
  const scans: Scan[] =
    mode === 'sequential'
      ? [{ start: 0, end: 63, high: 0, low: 0, encode: (bits) => encodeDc(bits, blocks, 0, true) }]
      : [
          { start: 0, end: 0, high: 0, low: shift, encode: (bits) => encodeDc(bits, blocks, shift, false) },
          { start: 1, end: 5, high: 0, low: 0, encode: (bits) => encodeAc(bits, blocks, 1, 5) },
          { start: 6, end: 63, high: 0, low: 0, encode: (bits) => encodeAc(bits, blocks, 6, 63) },
        ];
  if (mode === 'full')
    scans.push({
      ...{ start: 0, end: 0, high: 1, low: 0 },
      // A refinement scan has the next lower bit of each DC coefficient (G.1.2.1.1).
      encode: (bits) => {
        for (const block of blocks) bits.put(block[0]! & 1, 1);
      },
    });
  return Uint8Array.from([...header, ...scans.flatMap(writeScan), 0xff, 0xd9]);
}

interface Scan {
  start: number;
  end: number;
  high: number;
  low: number;
  encode: (bits: Bits) => void;
}

function writeScan({ start, end, high, low, encode }: Scan): number[] {
  const bits = new Bits();
  encode(bits);
  return [0xff, 0xda, 0, 8, 1, 1, 0, start, end, (high << 4) | low, ...bits.bytes()];
}

const huffmanTable = (id: number, bits: number, symbols: number[]): number[] => [
  ...[0xff, 0xc4, 0, 19 + symbols.length, id],
  ...Array.from({ length: 16 }, (_, index) => (index === bits - 1 ? symbols.length : 0)),
  ...symbols,
];

/** Encodes differences of DC (F.1.2.1), each followed by the block's AC if `withAc` is set. */
function encodeDc(bits: Bits, blocks: Int16Array[], shift: number, withAc: boolean): void {
  let before = 0;
  for (const block of blocks) {
    const value = block[0]! >> shift;
    const size = sizeOf(value - before);
    bits.put(size, DC_BITS);
    bits.putSigned(value - before, size);
    before = value;
    if (withAc) encodeBlock(bits, block, 1, 63);
  }
}

function encodeAc(bits: Bits, blocks: Int16Array[], start: number, end: number): void {
  for (const block of blocks) encodeBlock(bits, block, start, end);
}

/** Encodes runs of zeros and the coefficients after them (F.1.2.2). */
function encodeBlock(bits: Bits, block: Int16Array, start: number, end: number): void {
  const put = (symbol: number) => {
    bits.put(AC_SYMBOLS.indexOf(symbol), AC_BITS);
  };
  let run = 0;
  for (let k = start; k <= end; k++) {
    const value = block[ZIGZAG[k]!]!;
    if (value === 0) {
      run++;
      continue;
    }
    for (; run > 15; run -= 16) put(0xf0);
    const size = sizeOf(value);
    put((run << 4) | size);
    bits.putSigned(value, size);
    run = 0;
  }
  if (run > 0) put(0);
}

const sizeOf = (value: number): number => 32 - Math.clz32(Math.abs(value));

class Bits {
  #bits = '';

  put(value: number, count: number): void {
    this.#bits += value.toString(2).padStart(count, '0');
  }

  /** Puts the additional bits of a difference or coefficient (table F.1). */
  putSigned(value: number, size: number): void {
    if (size > 0) this.put(value < 0 ? value + (1 << size) - 1 : value, size);
  }

  /** Pads with ones, and puts a zero after each byte FF (B.1.1.5). */
  bytes(): number[] {
    const bits = this.#bits.padEnd(Math.ceil(this.#bits.length / 8) * 8, '1');
    const bytes = Array.from({ length: bits.length / 8 }, (_, at) =>
      Number.parseInt(bits.slice(8 * at, 8 * at + 8), 2),
    );
    return bytes.flatMap((byte) => (byte === 0xff ? [0xff, 0] : [byte]));
  }
}

/** Level-shifts and transforms 8 x 8 samples, row by row (A.3.3), and rounds the coefficients. */
export function forwardDct(samples: ArrayLike<number>, precision: number): Int16Array {
  const middle = 2 ** (precision - 1);
  const scale = (k: number) => (k === 0 ? Math.SQRT1_2 : 1);
  const wave = (place: number, k: number) => Math.cos(((2 * place + 1) * k * Math.PI) / 16);
  return Int16Array.from({ length: 64 }, (_, index) => {
    const [u, v] = [index & 7, index >> 3];
    let sum = 0;
    for (let y = 0; y < 8; y++)
      for (let x = 0; x < 8; x++) sum += (samples[8 * y + x]! - middle) * wave(x, u) * wave(y, v);
    return Math.round((sum * scale(u) * scale(v)) / 4);
  });
}
