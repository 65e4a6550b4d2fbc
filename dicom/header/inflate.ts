import { DicomError } from '../dicomError.ts';
import { grow, kernel, type Kernel } from '../kernels/kernel.ts';

/** `kernels/assembly/inflate.ts`. */
interface Inflater extends Kernel {
  begin(from: number, end: number, to: number): void;
  /** 0: there is as much as was wanted, 1: the stream has ended, 2: it is damaged or cut off. */
  run(wanted: number): number;
  produced(): number;
}

/** Places in its memory. */
const PLACE = { order: 0x1200, lengths: 0x1280, distances: 0x1300, data: 0x6000 };

const inflater = kernel<Inflater>(
  async () => (await import('../kernels/inflate.ts')).INFLATE,
  ({ memory }) => {
    grow(memory, PLACE.data);
    const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    new Uint8Array(memory.buffer, PLACE.order).set(order);
    // RFC 1951 3.2.5.
    putRanges(memory, PLACE.lengths, 3, [0, 0, 0, 0, 0, 0, 0, 0, ...fourEach(5)]);
    new Uint16Array(memory.buffer, PLACE.lengths)[28] = 258;
    new Uint8Array(memory.buffer, PLACE.lengths + 64)[28] = 0;
    putRanges(memory, PLACE.distances, 1, [0, 0, 0, 0, ...twoEach(13)]);
  },
);

const numbers = (to: number): number[] => Array.from({ length: to }, (_, index) => index + 1);
const fourEach = (to: number): number[] => numbers(to).flatMap((bits) => [bits, bits, bits, bits]);
const twoEach = (to: number): number[] => numbers(to).flatMap((bits) => [bits, bits]);

/** The first values of ranges that follow each other, each as long as its extra bits count, and those bits. */
function putRanges(memory: WebAssembly.Memory, at: number, first: number, extraBits: number[]): void {
  const bases = new Uint16Array(memory.buffer, at, 32);
  const extra = new Uint8Array(memory.buffer, at + 64, 32);
  let base = first;
  extraBits.forEach((bits, index) => {
    bases[index] = base;
    extra[index] = bits;
    base += 2 ** bits;
  });
}

/** Output goes on in pieces of this size, until it is known how much is wanted. */
const PIECE = 65_536;

/** An instance that grew past this is given back: its memory would stay. */
const KEPT_BYTES = 2 ** 26;

/**
 * Inflates a raw deflate stream (RFC 1951; PS3.5 A.5), or one that a writer left in its zlib wrapper, and stops as soon
 * as it has what is wanted.
 *
 * @param wanted asked after each piece with what there is; answers how many bytes are wanted in all, and throws where
 *   the data asks for too much. The output never grows past that by more than one piece.
 * @throws DicomError `corrupt-codestream` for a broken stream, `too-large` where there is no memory for it
 */
export async function inflate(
  stream: Uint8Array,
  wanted: (soFar: Uint8Array) => number,
): Promise<Uint8Array> {
  const deflated = isWrapped(stream) ? stream.subarray(2) : stream;
  const one = await inflater.load();
  const { memory } = one;
  const end = PLACE.data + deflated.length;
  const to = Math.ceil((end + 32) / 16) * 16;
  const room = (length: number): Uint8Array => {
    try {
      grow(memory, to + length);
    } catch (cause) {
      throw new DicomError('too-large', `There is no memory for ${length} inflated bytes.`, { cause });
    }
    return new Uint8Array(memory.buffer);
  };
  try {
    const before = room(0);
    before.set(deflated, PLACE.data);
    before.fill(0, end, to);
    one.begin(PLACE.data, end, to);
    let need = 0;
    for (;;) {
      const goal = Math.max(need, one.produced() + PIECE);
      const bytes = room(goal + 512);
      const status = one.run(goal);
      const soFar = bytes.subarray(to, to + one.produced());
      if (soFar.length >= need) need = wanted(soFar);
      const enough = soFar.length >= need && need > 0;
      if (enough || status === 1) return soFar.slice(0, Math.max(0, need));
      if (status === 2)
        throw new DicomError('corrupt-codestream', 'The deflated data is damaged or cut off.', {
          offset: deflated.length,
        });
    }
  } finally {
    if (memory.buffer.byteLength > KEPT_BYTES) inflater.drop();
  }
}

/**
 * Whether a stream starts with the two bytes of RFC 1950 2.2. They could be a stored block's beginning as well: then a
 * length and its complement follow (RFC 1951 3.2.4).
 */
export function isWrapped([method = 0, flags = 0, second = 0, third = 0, fourth = 0]: Uint8Array): boolean {
  const isHeader = (method & 0x8f) === 8 && (flags & 0x20) === 0 && (method * 256 + flags) % 31 === 0;
  return isHeader && ((flags ^ third) !== 0xff || (second ^ fourth) !== 0xff);
}
