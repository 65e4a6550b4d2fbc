import type { ImageSize } from '../jpeg2000/imageSize.ts';

/** What OpenJPH's wrapper does wrong is gone around here, before and after it. */

const END_OF_CODESTREAM = [0xff, 0xd9];

/**
 * A codestream as the codec reads it rightly: without a sign where samples have 8 bits at most, whose negative values it
 * would make 0; and with the end of codestream that some writers leave out.
 * @param end of the last tile-part, where there is no end of codestream
 */
export function mendStream(stream: Uint8Array, end: number | undefined, size: ImageSize): Uint8Array {
  if (end === undefined && !losesSign(size)) return stream;
  const mended = new Uint8Array(end === undefined ? stream.length : end + 2);
  mended.set(end === undefined ? stream : stream.subarray(0, end));
  if (end !== undefined) mended.set(END_OF_CODESTREAM, end);
  if (losesSign(size))
    for (let component = 0; component < size.components; component++)
      mended[size.depthsAt + 3 * component]! &= 0x7f;
  return mended;
}

/** Samples as the codestream means them, from what the codec gave for a mended stream. */
export function mendSamples(
  bytes: Uint8Array,
  size: ImageSize,
  isTransformed: boolean,
  given: { width: number; height: number },
): Uint8Array {
  // Without a sign half of the range was added (ITU T.800 G.1.2).
  const half = 2 ** (size.bits - 1);
  const signed = losesSign(size) ? bytes.map((value) => value - half) : bytes;
  return isTransformed || size.components === 1 ? signed : linesInOrder(signed, size, given);
}

const losesSign = ({ signed, bits }: ImageSize): boolean => signed && bits <= 8;

/**
 * Without a colour transform OpenJPH hands out all lines of a component, then those of the next; its wrapper takes them
 * for one line of each in turn.
 */
function linesInOrder(
  bytes: Uint8Array,
  { components, bits }: ImageSize,
  { width, height }: { width: number; height: number },
): Uint8Array {
  const wide = bits > 8;
  const from = wide ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length >> 1) : bytes;
  const to = wide ? new Uint16Array(from.length) : new Uint8Array(from.length);
  for (let line = 0; line < height * components; line++) {
    const given = Math.floor(line / components) * width * components + (line % components);
    const meant = (line % height) * width * components + Math.floor(line / height);
    for (let x = 0; x < width * components; x += components) to[meant + x] = from[given + x]!;
  }
  return new Uint8Array(to.buffer);
}
