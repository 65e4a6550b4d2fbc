import type { ImageSize } from '../jpeg2000/imageSize.ts';

// These functions work around defects of OpenJPH's wrapper, before and after a decode.

const END_OF_CODESTREAM = [0xff, 0xd9];

/**
 * Repairs a codestream that the wrapper would misread: removes the sign of samples of up to 8 bits, whose negative values
 * would become 0, and appends the end of codestream that some writers leave out.
 * @param end the end of the last tile-part, where the end of codestream is missing
 */
export function repairStream(stream: Uint8Array, end: number | undefined, size: ImageSize): Uint8Array {
  if (end === undefined && !losesSign(size)) return stream;
  const repaired = new Uint8Array(end === undefined ? stream.length : end + 2);
  repaired.set(end === undefined ? stream : stream.subarray(0, end));
  if (end !== undefined) repaired.set(END_OF_CODESTREAM, end);
  if (losesSign(size))
    for (let component = 0; component < size.components; component++)
      repaired[size.depthsAt + 3 * component]! &= 0x7f;
  return repaired;
}

/** Restores the sign and the order of the samples that were decoded from a repaired codestream. */
export function repairSamples(
  bytes: Uint8Array,
  size: ImageSize,
  isTransformed: boolean,
  given: { width: number; height: number },
): Uint8Array {
  // Unsigned samples have half of their range added (ITU T.800 G.1.2).
  const half = 2 ** (size.bits - 1);
  const signed = losesSign(size) ? bytes.map((value) => value - half) : bytes;
  return isTransformed || size.components === 1 ? signed : linesInOrder(signed, size, given);
}

/**
 * Clamps samples of 9 to 15 bits. The wrapper rounds lossy ones up to one above their range, which would lose its highest
 * bit and turn white into black.
 */
export function clampToRange(bytes: Uint8Array, { bits, signed }: ImageSize, isLossy: boolean): Uint8Array {
  if (!isLossy || bits <= 8 || bits >= 16) return bytes;
  const most = 2 ** (signed ? bits - 1 : bits) - 1;
  const { buffer, byteOffset, length } = bytes;
  const words = signed
    ? new Int16Array(buffer, byteOffset, length >> 1)
    : new Uint16Array(buffer, byteOffset, length >> 1);
  for (let at = 0; at < words.length; at++) if (words[at]! > most) words[at] = most;
  return bytes;
}

const losesSign = ({ signed, bits }: ImageSize): boolean => signed && bits <= 8;

/**
 * Reorders lines. Without a colour transform OpenJPH returns all lines of a component, then those of the next, and its
 * wrapper treats them as one line of each in turn.
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
