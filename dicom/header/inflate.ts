import { Inflate } from 'fflate';
import { DicomError } from '../dicomError.ts';

/** Input is fed in pieces of this size, so that what one of them can blow up to stays small (1,032 : 1 at most). */
const PIECE = 4096;

/**
 * Inflates a raw deflate stream (RFC 1951; PS3.5 A.5) and stops as soon as it has what is wanted.
 *
 * @param wanted asked after each piece with what there is; answers how many bytes are wanted in all, and throws where
 *   the data asks for too much. The output never grows past that by more than one piece's worth.
 * @throws DicomError `corrupt-codestream` for a broken stream
 */
export function inflate(deflated: Uint8Array, wanted: (soFar: Uint8Array) => number): Uint8Array {
  let output = new Uint8Array(Math.min(deflated.length * 4, 2 ** 20) + 64);
  let length = 0;
  const stream = new Inflate((chunk) => {
    if (length + chunk.length > output.length) {
      const grown = new Uint8Array(Math.max(output.length * 2, length + chunk.length));
      grown.set(output.subarray(0, length));
      output = grown;
    }
    output.set(chunk, length);
    length += chunk.length;
  });
  let need = 0;
  for (let offset = 0; offset < deflated.length; offset += PIECE) {
    try {
      stream.push(deflated.subarray(offset, offset + PIECE), offset + PIECE >= deflated.length);
    } catch (cause) {
      // Padding after the stream's end is no damage.
      if (length > 0 && length >= need && need > 0) break;
      throw new DicomError('corrupt-codestream', 'The deflated data is damaged or cut off.', {
        offset,
        cause,
      });
    }
    if (length >= need) need = wanted(output.subarray(0, length));
    if (length >= need) break;
  }
  return output.subarray(0, Math.min(length, Math.max(need, 0)));
}
