import { DicomError } from '../dicomError.ts';

const PAGE = 65_536;

/** The memory that a codec may use independently of the image's size. */
const BASE_BYTES = 2 ** 29;
/** The samples as 32-bit integers, twice (coefficients and image), and the output, with a margin. */
const BYTES_A_SAMPLE = 16;

/**
 * Runs synchronous work, and keeps WebAssembly memory from growing past the needs of the image. A few hundred bytes can make
 * a JPEG 2000 codec allocate gigabytes of precincts, and Lambda kills a function that runs out of memory.
 *
 * Emscripten's glue code calls the prototype's `grow`, and treats an exception as a failed `malloc`. So that method is
 * replaced during the work. Nothing else runs meanwhile, since the work is synchronous.
 *
 * @throws DicomError `too-much-memory` after a request for more, however the codec handled its failure
 */
export function withinMemory<T>(samples: number, work: () => T): T {
  const most = BASE_BYTES + BYTES_A_SAMPLE * samples;
  const prototype = WebAssembly.Memory.prototype;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- It is called with an explicit `this` below.
  const { grow } = prototype;
  const asked = { tooMuch: false };
  // On a page that has frozen its prototypes, only the codec's own limit applies.
  Reflect.set(prototype, 'grow', function (this: WebAssembly.Memory, pages: number): number {
    asked.tooMuch ||= this.buffer.byteLength + pages * PAGE > most;
    if (asked.tooMuch) throw new RangeError('The codec requests more memory than it may use.');
    return grow.call(this, pages);
  });
  try {
    const result = work();
    if (asked.tooMuch) throw tooMuch(most);
    return result;
  } catch (cause) {
    throw asked.tooMuch ? tooMuch(most, cause) : cause;
  } finally {
    Reflect.set(prototype, 'grow', grow);
  }
}

const tooMuch = (most: number, cause?: unknown): DicomError =>
  new DicomError('too-much-memory', `The codec requested more than ${most} bytes for this image.`, {
    tag: '(7fe0,0010)',
    cause,
  });
