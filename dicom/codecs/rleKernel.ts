import { DicomError } from '../dicomError.ts';
import { growMemory, createKernel, type Kernel } from '../kernels/kernel.ts';
import { shortSegment, type RleUnpacker } from './rleSegment.ts';

/** `kernels/assembly/rle.ts`. */
interface RleKernel extends Kernel {
  unpack(start: number, end: number, to: number, length: number): number;
  weaveTwo(first: number, second: number, to: number, count: number): void;
  weaveThree(first: number, second: number, third: number, to: number, count: number): void;
  weave(plane: number, to: number, step: number, count: number): void;
}

/** The number of pixels that are interleaved at a time, so that they stay in the cache. */
const PIECE = 16_384;
const DATA = 1024;
/** The largest memory that an instance keeps. WebAssembly memory never shrinks, so a larger instance is dropped. */
const KEPT_BYTES = 2 ** 26;

const rle = createKernel<RleKernel>(
  async () => (await import('../kernels/rle.ts')).RLE,
  () => undefined,
);

/**
 * Starts the kernel.
 * @throws WebAssemblyRefused if the page's policy forbids WebAssembly
 */
export async function rleKernel(): Promise<RleUnpacker> {
  const one = await rle.load();
  return (...args) => {
    try {
      return unpackBy(one, ...args);
    } finally {
      if (one.memory.buffer.byteLength > KEPT_BYTES) rle.drop();
    }
  };
}

function unpackBy(one: RleKernel, ...[bytes, segments, pixels]: Parameters<RleUnpacker>): Uint8Array {
  const step = segments.length;
  // The gap between two planes takes the bytes that are written past an end.
  const size = Math.ceil(pixels / 16) * 16 + 16;
  const planes = Math.ceil((DATA + bytes.length + 32) / 16) * 16;
  const woven = planes + size * step + 32;
  try {
    growMemory(one.memory, woven + PIECE * step + 16);
  } catch (cause) {
    throw new DicomError('too-large', `There is not enough memory for ${pixels} pixels.`, { cause });
  }
  const memory = new Uint8Array(one.memory.buffer);
  memory.set(bytes, DATA);
  // A run without its value, at the very end, repeats zeros.
  memory.fill(0, DATA + bytes.length, DATA + bytes.length + 32);
  segments.forEach(({ start, end, place }, index) => {
    if (one.unpack(DATA + start, DATA + end, planes + place * size, pixels) === 0) throw shortSegment(index);
  });
  if (step === 1) return memory.slice(planes, planes + pixels);
  const output = new Uint8Array(pixels * step);
  for (let at = 0; at < pixels; at += PIECE) {
    const count = Math.min(PIECE, pixels - at);
    const [first, second, third] = [planes + at, planes + size + at, planes + 2 * size + at];
    if (step === 2) one.weaveTwo(first, second, woven, count);
    else if (step === 3) one.weaveThree(first, second, third, woven, count);
    else
      for (let place = 0; place < step; place++) one.weave(first + place * size, woven + place, step, count);
    output.set(memory.subarray(woven, woven + count * step), at * step);
  }
  return output;
}
