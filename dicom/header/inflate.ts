import { Inflate } from 'fflate';
import { DicomError } from '../dicomError.ts';

/** Bytes of output between two calls of `wanted`, unless it wants more. */
const PIECE = 65_536;

/** The maximum number of bytes that one byte of deflated data can make. */
const MOST_RATIO = 1032;

/** Bytes of input in one step: small steps are slow, and a large one may make 1,032 times its size. */
const STEP = { least: 4096, most: 65_536 };

/** A block that makes nothing is shorter: a stream that gives nothing for longer has ended, and padding follows. */
const MOST_SILENT_BYTES = 2 * 65_536;

/**
 * Inflates a raw deflate stream (RFC 1951; PS3.5 A.5), or one that a writer left in its zlib wrapper, and stops as soon
 * as it has the bytes that are wanted.
 *
 * @param wanted is called with the output so far, and returns how many bytes are wanted in all. It throws where the data
 *   asks for too much: the output never exceeds the number returned last by more than 4 MB.
 * @throws DicomError `corrupt-codestream` for a damaged or truncated stream, `too-large` where memory runs out
 */
export function inflate(stream: Uint8Array, wanted: (soFar: Uint8Array) => number): Uint8Array {
  const deflated = isWrapped(stream) ? stream.subarray(2) : stream;
  const output = new Output();
  const inflater = new Inflate((bytes) => {
    output.append(bytes);
  });
  let need = 0;
  const isEnough = (): boolean => {
    if (output.length >= need) need = wanted(output.bytes);
    return need > 0 && output.length >= need;
  };
  // The last byte is pushed alone, as the end: fflate then rejects a truncated stream, but drops what that push made.
  const last = Math.max(0, deflated.length - 1);
  let goal = PIECE;
  let silentBytes = 0;
  for (let at = 0; at < last && silentBytes < MOST_SILENT_BYTES;) {
    const fitting = Math.ceil((goal - output.length) / MOST_RATIO);
    const step = Math.max(STEP.least, Math.min(STEP.most, fitting));
    const before = output.length;
    push(inflater, deflated.subarray(at, Math.min(last, at + step)), false);
    at += step;
    silentBytes = output.length > before ? 0 : silentBytes + step;
    if (output.length < goal) continue;
    if (isEnough()) return output.bytes.slice(0, need);
    goal = Math.max(need, output.length + PIECE);
  }
  if (output.length > 0 && isEnough()) return output.bytes.slice(0, need);
  push(inflater, deflated.subarray(last), true);
  isEnough();
  return output.bytes.slice(0, Math.max(0, need));
}

function push(inflater: Inflate, bytes: Uint8Array, isEnd: boolean): void {
  try {
    if (bytes.length === 0) throw new Error('The stream is empty.');
    inflater.push(bytes, isEnd);
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new DicomError('too-large', 'There is not enough memory for the inflated data.', { cause });
    throw new DicomError('corrupt-codestream', 'The deflated data is damaged or truncated.', { cause });
  }
}

/** Bytes in a row, in memory that doubles. */
class Output {
  length = 0;
  #memory = new Uint8Array(PIECE);

  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.length);
  }

  append(bytes: Uint8Array): void {
    const length = this.length + bytes.length;
    if (length > this.#memory.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#memory.length));
      larger.set(this.bytes);
      this.#memory = larger;
    }
    this.#memory.set(bytes, this.length);
    this.length = length;
  }
}

/**
 * Tells a zlib header (RFC 1950 2.2) at the start of a stream. Its two bytes may also begin a stored block: then a length
 * and its complement follow (RFC 1951 3.2.4).
 */
export function isWrapped([method = 0, flags = 0, second = 0, third = 0, fourth = 0]: Uint8Array): boolean {
  const isHeader = (method & 0x8f) === 8 && (flags & 0x20) === 0 && (method * 256 + flags) % 31 === 0;
  return isHeader && ((flags ^ third) !== 0xff || (second ^ fourth) !== 0xff);
}
