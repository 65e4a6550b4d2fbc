import { DicomError } from '../dicomError.ts';
import type { DisplayFrame } from '../display/displayFrame.ts';
import { ZIGZAG } from '../jpeg/tables.ts';
import { growMemory, createKernel, type Kernel } from '../kernels/kernel.ts';
import { loadFastPixels } from '../pixels/fastPixels.ts';
import { jpegHeader } from './jpegHeader.ts';
import { AC_CODES, DC_CODES, quantisationTable, type HuffmanCodes } from './jpegTables.ts';

/** `kernels/assembly/encodeScan.ts`. Each function returns the end of the scan, or 0 when memory runs out. */
interface ScanEncoder extends Kernel {
  prepare(): void;
  encodeGrey(from: number, width: number, height: number, to: number): number;
  encodeRgb(from: number, width: number, height: number, strips: number, to: number): number;
}

/** Addresses in its memory, as in `kernels/assembly/places.ts`. */
const PLACE = { reciprocals: 0x1000, acCodes: 0x1200, dcCodes: 0x1a00, zigzag: 0x1b00, data: 0x8000 };

const encoder = createKernel<ScanEncoder>(
  async () => (await import('../kernels/encodeScan.ts')).ENCODE_SCAN,
  (one) => {
    growMemory(one.memory, PLACE.data);
    const places = new Uint8Array(one.memory.buffer, PLACE.zigzag, 64);
    ZIGZAG.forEach((place, index) => (places[index] = 2 * transposed(place)));
    const ac = new Uint32Array(one.memory.buffer, PLACE.acCodes, 512);
    const dc = new Uint32Array(one.memory.buffer, PLACE.dcCodes, 32);
    AC_CODES.forEach((codes, table) => putCodes(codes, ac.subarray(256 * table)));
    DC_CODES.forEach((codes, table) => putCodes(codes, dc.subarray(16 * table)));
    one.prepare();
  },
);

/** The kernel's DCT leaves its blocks transposed. */
const transposed = (place: number): number => (place & 7) * 8 + (place >> 3);

/** Writes codes as the kernel reads them: shifted by the category's additional bits, then the total number of bits. */
function putCodes({ counts, symbols }: HuffmanCodes, table: Uint32Array): void {
  let code = 0;
  let next = 0;
  counts.forEach((count, index) => {
    for (let each = 0; each < count; each++) {
      const symbol = symbols[next++]!;
      const category = symbol & 15;
      table[symbol] = (code++ << (category + 5)) | (index + 1 + category);
    }
    code <<= 1;
  });
}

/** The frame header counts lines and columns in 16 bits (T.81 B.2.2). */
const MOST_PIXELS_A_SIDE = 65_535;

/** The largest memory that an instance keeps. WebAssembly memory never shrinks, so a larger instance is dropped. */
const KEPT_BYTES = 2 ** 26;

/**
 * Encodes display pixels as a baseline JPEG, grey or colour (4:4:4), without any metadata.
 * @param options.quality a whole number from 1 to 100; default 90
 * @throws DicomError `unsupported-pixels` for a side of 0 or above 65,535, when memory runs out, or for data of
 *   another size than width, height and channels give
 * @throws RangeError for a quality outside 1 to 100
 */
export async function encodeJpeg(
  display: DisplayFrame,
  options: { quality?: number } = {},
): Promise<Uint8Array> {
  const { width, height, channels, data } = display;
  const quality = options.quality ?? 90;
  if (!Number.isInteger(quality) || quality < 1 || quality > 100)
    throw new RangeError(`A JPEG's quality is a whole number from 1 to 100, not ${quality}.`);
  if (Math.min(width, height) < 1 || Math.max(width, height) > MOST_PIXELS_A_SIDE)
    throw new DicomError('unsupported-pixels', `A JPEG can't hold ${width} x ${height} pixels.`);
  // Bytes of the encoder's memory that are not overwritten may belong to another image.
  if (data.length !== width * height * channels)
    throw new DicomError(
      'unsupported-pixels',
      `The display holds ${data.length} bytes, not ${width} x ${height} x ${channels}.`,
    );
  // A caller that encodes images processes many of them, so the kernel pays off.
  void loadFastPixels();
  const one = await encoder.load();
  try {
    const scan = encodeScan(one, display, quality);
    const header = jpegHeader(width, height, channels, quality);
    const jpeg = new Uint8Array(header.length + scan.length + 2);
    jpeg.set(header);
    jpeg.set(scan, header.length);
    jpeg.set(END_OF_IMAGE, header.length + scan.length);
    return jpeg;
  } finally {
    if (one.memory.buffer.byteLength > KEPT_BYTES) encoder.drop();
  }
}

const END_OF_IMAGE = [0xff, 0xd9];

/** Encodes the scan. Returns a view of the encoder's memory. */
function encodeScan(
  one: ScanEncoder,
  { width, height, channels, data }: DisplayFrame,
  quality: number,
): Uint8Array {
  const { memory } = one;
  const from = PLACE.data;
  // The encoder reads 16 pixels at a time, and keeps 8 rows of each component as 16-bit words.
  const strips = Math.ceil((from + data.length + 48) / 16) * 16;
  const to = channels === 1 ? strips : strips + 8 * 3 * 32 * Math.ceil(width / 16);
  try {
    growMemory(memory, to);
  } catch (cause) {
    throw noMemory(width, height, cause);
  }
  for (const table of channels === 1 ? [0] : [0, 1]) putReciprocals(memory, table, quality);
  new Uint8Array(memory.buffer).set(data, from);
  const end =
    channels === 1 ? one.encodeGrey(from, width, height, to) : one.encodeRgb(from, width, height, strips, to);
  if (end === 0) throw noMemory(width, height);
  return new Uint8Array(memory.buffer, to, end - to);
}

const noMemory = (width: number, height: number, cause?: unknown): DicomError =>
  new DicomError('unsupported-pixels', `There is not enough memory to encode ${width} x ${height} pixels.`, {
    cause,
  });

/** The factors of each row and column in the DCT of Arai, Agui and Nakajima: 1, and cos(k pi / 16) * sqrt(2). */
const SCALES = Array.from({ length: 8 }, (_, k) => (k === 0 ? 1 : Math.cos((k * Math.PI) / 16) * Math.SQRT2));

function putReciprocals(memory: WebAssembly.Memory, table: number, quality: number): void {
  const reciprocals = new Float32Array(memory.buffer, PLACE.reciprocals + 256 * table, 64);
  quantisationTable(table, quality).forEach((divisor, place) => {
    const scale = SCALES[place >> 3]! * SCALES[place & 7]! * 8;
    reciprocals[transposed(place)] = 1 / (divisor * scale);
  });
}
