import { decodeEven, decodeRaw } from './arithmetic';
import { NEIGHBOURS, REFINED, SAMPLES, significant, valueAt, VISITED_AT } from './flags';
import { CONTEXTS, FLAGS, VALUES } from './places';
import { CONTEXT_SIZE } from './state';
import { pitch, stripes, width } from './stripes';

const REFINEMENT_CONTEXTS: usize = CONTEXTS + 14 * CONTEXT_SIZE;

/** Decodes the next bit of the samples that were significant before this bit-plane (ITU T.800 D.3.3). */
export function refinementPass(plane: u32, isRaw: bool): void {
  const one: u32 = <u32>1 << plane;
  const half = one >> 1;
  let at = FLAGS + pitch + 4;
  let value = VALUES;
  for (let stripe: u32 = 1; stripe <= stripes; stripe++, at += 8)
    for (const end = at + ((<usize>width) << 2); at < end; at += 4, value += 16) {
      let flags = load<u32>(at);
      let samples = significant(flags) & ~(flags >> VISITED_AT) & SAMPLES;
      if (samples == 0) continue;
      do {
        const sample = ctz(samples);
        samples &= samples - 1;
        let bit: u32 = 0;
        if (isRaw) bit = decodeRaw();
        else {
          const own = flags >> sample;
          const context = own & REFINED ? 2 : own & NEIGHBOURS ? 1 : 0;
          bit = decodeEven(REFINEMENT_CONTEXTS + ((<usize>context) << 4));
        }
        const place = value + valueAt(sample);
        store<u32>(place, load<u32>(place) ^ (half | (one & (bit - 1))));
        flags |= REFINED << sample;
      } while (samples != 0);
      store<u32>(at, flags);
    }
}
