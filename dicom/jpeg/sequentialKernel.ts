import { corrupt, findScanEnd, truncated } from '../codestream/segments.ts';
import { DicomError } from '../dicomError.ts';
import { growMemory, createKernel, type Kernel } from '../kernels/kernel.ts';
import { requireQuantisation, type SequentialScanDecoder } from './decodeSequential.ts';
import { mcusHigh, mcusWide } from './planes.ts';
import { putHuffmanTable, TABLE_SIZE } from './putHuffmanTable.ts';
import { requireTable } from './scanHeader.ts';
import { ZIGZAG } from './tables.ts';

/** `kernels/assembly/sequentialScan.ts`. */
interface SequentialKernel extends Kernel {
  begin(from: number, end: number, components: number, precision: number, restartInterval: number): void;
  setComponent(index: number, across: number, down: number, to: number, stride: number): void;
  /** Returns 0, or 1 for an invalid code, 2 for truncated data, 3 for a wrong restart, 4 for too many coefficients. */
  decode(mcus: number): number;
}

/** Addresses in its memory. A row of MCUs of each component follows the codestream. */
const PLACE = { tables: 0x1000, quantisation: 0x1a000, zigzag: 0x1a400, data: 0x1b000 };
/** The largest memory that an instance keeps. WebAssembly memory never shrinks, so a larger instance is dropped. */
const KEPT_BYTES = 2 ** 26;

const scans = createKernel<SequentialKernel>(
  async () => (await import('../kernels/sequentialScan.ts')).SEQUENTIAL_SCAN,
  ({ memory }) => {
    growMemory(memory, PLACE.data);
    new Uint8Array(memory.buffer, PLACE.zigzag).set(ZIGZAG);
  },
);

/**
 * Starts the kernel.
 * @throws WebAssemblyRefused if the page's policy forbids WebAssembly
 */
export async function sequentialKernel(): Promise<{ decode: SequentialScanDecoder; end: () => void }> {
  const one = await scans.load();
  return {
    decode: (...args) => decodeBy(one, ...args),
    end: () => {
      if (one.memory.buffer.byteLength > KEPT_BYTES) scans.drop();
    },
  };
}

const decodeBy = (
  one: SequentialKernel,
  ...[bytes, frame, scan, planes]: Parameters<SequentialScanDecoder>
): number => {
  const found = findScanEnd(bytes, scan.dataStart);
  const next = found < 0 ? bytes.length : found;
  const end = PLACE.data + next - scan.dataStart;
  const alone = scan.components.length === 1;
  const width = frame.precision > 8 ? 2 : 1;
  let to = Math.ceil((end + 8) / 16) * 16;
  const parts = scan.components.map(({ index, h, v, dcTable, acTable }) => {
    const plane = planes[index]!;
    const stride = plane.stride * width;
    const across = alone ? 1 : h;
    const down = alone ? 1 : v;
    const part = { plane, across, down, stride, to, length: plane.stride * 8 * down };
    to += part.length * width;
    return {
      ...part,
      quantisation: requireQuantisation(plane, scan),
      tables: [requireTable(dcTable, scan), requireTable(acTable, scan)],
    };
  });
  try {
    growMemory(one.memory, to);
  } catch (cause) {
    throw new DicomError('too-large', `There is not enough memory for rows of ${frame.width} samples.`, {
      cause,
    });
  }
  const { buffer } = one.memory;
  new Uint8Array(buffer).set(bytes.subarray(scan.dataStart, next), PLACE.data);
  one.begin(PLACE.data, end, parts.length, frame.precision, scan.restartInterval);
  parts.forEach(({ quantisation, tables, across, down, to, stride }, index) => {
    new Int32Array(buffer, PLACE.quantisation + 256 * index, 64).set(quantisation);
    tables.forEach((table, kind) => {
      putHuffmanTable(buffer, PLACE.tables + (2 * index + kind) * TABLE_SIZE, table);
    });
    one.setComponent(index, across, down, to, stride);
  });
  const wide = alone ? parts[0]!.plane.blocksWide : mcusWide(frame);
  const high = alone ? parts[0]!.plane.blocksHigh : mcusHigh(frame);
  for (let y = 0; y < high; y++) {
    const status = one.decode(wide);
    if (status === 1) throw corrupt('The compressed data has a code that is not in its Huffman table', 0);
    if (status === 2) throw truncated('The compressed data ends before the image is complete', next);
    if (status === 3) throw corrupt('A restart marker is missing or out of order', scan.start);
    if (status === 4) throw corrupt('A block has more than 64 coefficients', 0);
    for (const { plane, to, length } of parts) {
      const Rows = width === 2 ? Uint16Array : Uint8Array;
      plane.samples.set(new Rows(buffer, to, length), y * length);
    }
  }
  return next;
};
