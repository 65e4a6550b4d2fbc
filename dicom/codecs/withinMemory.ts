import { DicomError } from '../dicomError.ts';

const PAGE = 65_536;

/** What a codec may take beside what grows with the image. */
const BASE_BYTES = 2 ** 29;
/** The samples as 32-bit integers, twice (coefficients and image), and what is handed out, with room to spare. */
const BYTES_A_SAMPLE = 16;

/**
 * Runs synchronous work in which no WebAssembly memory grows past what so many samples need: a few hundred bytes can ask
 * a wavelet codec for gigabytes of precincts, and a function that is out of memory is ended without a word.
 *
 * Emscripten's glue grows its memory through the prototype's `grow`, and takes an exception for a refusal, which `malloc`
 * hands on to the codec. So that method is replaced while the work runs, in which nothing else can.
 *
 * @throws DicomError `too-much-memory` where more was asked for, whatever the codec made of the refusal
 */
export function withinMemory<T>(samples: number, work: () => T): T {
  const most = BASE_BYTES + BYTES_A_SAMPLE * samples;
  const prototype = WebAssembly.Memory.prototype;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- It is called with a `this` of its own below.
  const { grow } = prototype;
  const asked = { tooMuch: false };
  // A page may have frozen its prototypes: then there is no bound but the codec's own.
  Reflect.set(prototype, 'grow', function (this: WebAssembly.Memory, pages: number): number {
    asked.tooMuch ||= this.buffer.byteLength + pages * PAGE > most;
    if (asked.tooMuch) throw new RangeError('The codec asks for more memory than it may have.');
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
  new DicomError('too-much-memory', `The codec asked for more than ${most} bytes for this image.`, {
    tag: '(7fe0,0010)',
    cause,
  });
