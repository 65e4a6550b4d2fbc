import type { Warning } from '../warning.ts';
import type { MainHeader } from './jpeg2000Header.ts';

/** What the codecs' wrappers do wrong is gone around here, before and after them. */

const END_OF_CODESTREAM = [0xff, 0xd9];

/**
 * A codestream as the codecs read it rightly: without a sign where samples have 8 bits at most, whose negative values
 * they would make 0; and with the end of codestream that some writers leave out, without which OpenJPEG gives nothing.
 * @param end of the last tile-part
 */
export function mendStream(
  stream: Uint8Array,
  header: MainHeader,
  end: number,
): { mended: Uint8Array; warnings: Warning[] } {
  const ended = hasEnd(stream, end);
  if (ended && !losesSign(header)) return { mended: stream, warnings: [] };
  const mended = new Uint8Array(ended ? stream.length : end + 2);
  mended.set(ended ? stream : stream.subarray(0, end));
  if (!ended) mended.set(END_OF_CODESTREAM, end);
  if (losesSign(header))
    for (let component = 0; component < header.components; component++)
      mended[header.depthsAt + 3 * component]! &= 0x7f;
  return { mended, warnings: ended ? [] : [NO_END] };
}

const NO_END: Warning = {
  code: 'no-end-of-image',
  message: 'The JPEG 2000 stream has no end of codestream after its last tile-part.',
};

/** Samples as the codestream means them, from what the codecs gave for a mended stream. */
export function mendSamples(
  bytes: Uint8Array,
  header: MainHeader,
  size: { width: number; height: number },
): Uint8Array {
  // Without a sign half of the range was added (ITU T.800 G.1.2).
  const half = 2 ** (header.bits - 1);
  const signed = losesSign(header) ? bytes.map((value) => value - half) : bytes;
  if (!header.highThroughput || header.colourTransform || header.components === 1) return signed;
  return linesInOrder(signed, header, size);
}

const losesSign = ({ signed, bits }: MainHeader): boolean => signed && bits <= 8;

/** After the last tile-part; or within it where that has no length and runs to the end, with padding after the marker. */
function hasEnd(stream: Uint8Array, end: number): boolean {
  if (end < stream.length)
    return stream.subarray(end).some((byte, at, rest) => byte === 0xff && rest[at + 1] === 0xd9);
  let last = stream.length - 1;
  while (last > 0 && stream[last] === 0) last--;
  return stream[last] === 0xd9 && stream[last - 1] === 0xff;
}

/**
 * Without a colour transform OpenJPH hands out all lines of a component, then those of the next; its wrapper takes them
 * for one line of each in turn.
 */
function linesInOrder(
  bytes: Uint8Array,
  { components, bits }: MainHeader,
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
