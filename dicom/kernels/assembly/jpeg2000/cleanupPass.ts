import { decode, decodeEven } from './arithmetic';
import {
  ALL_VISITED, becameSignificant, NEIGHBOURS, SAMPLES, signCoding, significant, tellNeighbours, valueAt, VISITED_AT,
} from './flags';
import { CONTEXTS, FLAGS, SIGN_CONTEXTS, VALUES } from './places';
import { RUN_LENGTH, UNIFORM } from './state';
import { causal, lastRows, pitch, stripes, width, zeroCoding } from './stripes';

/**
 * Decodes the samples that the other passes of the bit-plane skipped, with run-length coding where no neighbour is significant
 * (ITU T.800 D.3.4). Ends the bit-plane.
 * @param magnitude of a sample that becomes significant, doubled: 1.5 times the bit-plane's value, so 3 << (plane - 1)
 */
export function cleanupPass(magnitude: u32): void {
  let at = FLAGS + pitch + 4;
  let value = VALUES;
  for (let stripe: u32 = 1; stripe <= stripes; stripe++, at += 8) {
    const rows = stripe == stripes ? lastRows : SAMPLES;
    for (const end = at + ((<usize>width) << 2); at < end; at += 4, value += 16) {
      let flags = load<u32>(at);
      let samples: u32 = 0;
      // The first significant sample of a column, if run-length coding gave it.
      let known: u32 = 32;
      if (flags == 0 && rows == SAMPLES) {
        if (!decode(RUN_LENGTH)) continue;
        known = decode(UNIFORM) << 1;
        known = 3 * (known | decode(UNIFORM));
        samples = SAMPLES & ~((1 << known) - 1);
      } else samples = ~significant(flags) & ~(flags >> VISITED_AT) & rows;
      while (samples != 0) {
        const sample = ctz(samples);
        samples &= samples - 1;
        if (sample != known) {
          const context = CONTEXTS + load<u8>(zeroCoding + ((flags >> sample) & NEIGHBOURS));
          if (!decode(context)) continue;
        }
        const coding = signCoding(flags, at, sample);
        const negative = decodeEven(SIGN_CONTEXTS + (coding & 0xf0)) ^ (coding & 1);
        store<u32>(value + valueAt(sample), (negative << 31) | magnitude);
        tellNeighbours(at, sample, negative, pitch, causal);
        flags |= becameSignificant(sample, negative);
      }
      store<u32>(at, flags & ~ALL_VISITED);
    }
  }
}
