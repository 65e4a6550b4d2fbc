import { corrupt, findScanEnd, truncated } from '../codestream/segments.ts';
import { DicomError } from '../dicomError.ts';
import { growMemory, createKernel, type Kernel } from '../kernels/kernel.ts';
import type { LosslessScanDecoder } from './decodeLossless.ts';
import { putHuffmanTable, TABLE_SIZE } from './putHuffmanTable.ts';

/** `kernels/assembly/losslessScan.ts`. */
interface LosslessKernel extends Kernel {
  begin(
    from: number,
    end: number,
    to: number,
    width: number,
    lanes: number,
    predictor: number,
    initial: number,
    rowsPerInterval: number,
  ): void;
  /** Returns 0, or 1 for an invalid code, 2 for truncated data, 3 for a wrong restart marker. */
  decode(rows: number): number;
  narrow(rows: number): void;
}

/** Addresses in its memory: four tables, the look-ups derived from them, then the codestream. */
const PLACE = { tables: 0x1000, data: 0x1000 + 4 * (TABLE_SIZE + 0x4000) };
/** The size of the pieces in which rows are decoded, so that they stay in the cache. */
const PIECE_BYTES = 65_536;
/** The largest memory that an instance keeps. WebAssembly memory never shrinks, so a larger instance is dropped. */
const KEPT_BYTES = 2 ** 26;

const scans = createKernel<LosslessKernel>(
  async () => (await import('../kernels/losslessScan.ts')).LOSSLESS_SCAN,
  () => undefined,
);

/**
 * Starts the kernel.
 * @throws WebAssemblyRefused if the page's policy forbids WebAssembly
 */
export async function losslessKernel(): Promise<{ decode: LosslessScanDecoder; end: () => void }> {
  const one = await scans.load();
  return {
    decode: (...args) => decodeBy(one, ...args),
    end: () => {
      if (one.memory.buffer.byteLength > KEPT_BYTES) scans.drop();
    },
  };
}

const decodeBy = (one: LosslessKernel, ...[scan, wide, putRows]: Parameters<LosslessScanDecoder>): number => {
  const { bytes, start, width, height, predictor, initial, rowsPerInterval, tables } = scan;
  const found = findScanEnd(bytes, start);
  const next = found < 0 ? bytes.length : found;
  const samples = width * tables.length;
  const rowBytes = Math.ceil((samples * 2) / 16) * 16;
  const rows = Math.max(1, Math.floor(PIECE_BYTES / rowBytes));
  const end = PLACE.data + next - start;
  const to = Math.ceil((end + 8) / 16) * 16;
  // Memory for the differences, the row before, and the rows of a piece.
  const first = to + 2 * rowBytes;
  try {
    growMemory(one.memory, first + rows * rowBytes + 16);
  } catch (cause) {
    throw new DicomError('too-large', `There is not enough memory for rows of ${width} samples.`, { cause });
  }
  const { buffer } = one.memory;
  new Uint8Array(buffer).set(bytes.subarray(start, next), PLACE.data);
  tables.forEach((table, lane) => {
    putHuffmanTable(buffer, PLACE.tables + lane * TABLE_SIZE, table);
  });
  one.begin(PLACE.data, end, to, width, tables.length, predictor, initial, rowsPerInterval);
  for (let row = 0; row < height; row += rows) {
    const count = Math.min(rows, height - row);
    const status = one.decode(count);
    if (status === 1) throw corrupt('The compressed data has a code that is not in its Huffman table', start);
    if (status === 2) throw truncated('The compressed data ends before the image is complete', next);
    if (status === 3) throw corrupt('A restart marker is missing or out of order', start);
    if (!wide) {
      one.narrow(count);
      putRows(row, new Uint8Array(buffer, first, count * samples));
    } else if (rowBytes === samples * 2) putRows(row, new Uint16Array(buffer, first, count * samples));
    else
      for (let each = 0; each < count; each++)
        putRows(row + each, new Uint16Array(buffer, first + each * rowBytes, samples));
  }
  return next;
};
