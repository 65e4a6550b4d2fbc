import { decodeEven, decodeRaw } from './arithmetic';
import {
  besideSignificant, NEIGHBOURS, SAMPLES, signCoding, significant, tellNeighbours, valueAt, VISITED, becameSignificant,
} from './flags';
import { CONTEXTS, FLAGS, SIGN_CONTEXTS, VALUES } from './places';
import { causal, lastRows, pitch, stripes, width, zeroCoding } from './stripes';

/**
 * Decodes the samples that have a significant neighbour (ITU T.800 D.3.1).
 * @param magnitude of a sample that becomes significant, doubled: 1.5 times the bit-plane's value, so 3 << (plane - 1)
 */
export function significancePass(magnitude: u32, isRaw: bool): void {
  let at = FLAGS + pitch + 4;
  let value = VALUES;
  for (let stripe: u32 = 1; stripe <= stripes; stripe++, at += 8) {
    const rows = stripe == stripes ? lastRows : SAMPLES;
    for (const end = at + ((<usize>width) << 2); at < end; at += 4, value += 16) {
      let flags = load<u32>(at);
      if (flags == 0) continue;
      let samples = besideSignificant(flags) & ~significant(flags) & rows;
      if (samples == 0) continue;
      do {
        const sample = ctz(samples);
        samples &= samples - 1;
        const context = CONTEXTS + load<u8>(zeroCoding + ((flags >> sample) & NEIGHBOURS));
        flags |= VISITED << sample;
        if (!(isRaw ? decodeRaw() : decodeEven(context))) continue;
        let negative: u32 = 0;
        if (isRaw) negative = decodeRaw();
        else {
          const coding = signCoding(flags, at, sample);
          negative = decodeEven(SIGN_CONTEXTS + (coding & 0xf0)) ^ (coding & 1);
        }
        store<u32>(value + valueAt(sample), (negative << 31) | magnitude);
        tellNeighbours(at, sample, negative, pitch, causal);
        flags |= becameSignificant(sample, negative);
        // The sample below now has a significant neighbour.
        samples |= (8 << sample) & ~significant(flags) & rows;
      } while (samples != 0);
      store<u32>(at, flags);
    }
  }
}
