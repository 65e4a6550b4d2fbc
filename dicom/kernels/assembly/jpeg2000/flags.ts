import { SIGN_CODING } from './places';

/*
 * Each u32 holds the flags of a column of four samples and of their neighbours. Bits 0 to 17 say which samples are significant:
 * the three above the first sample, the three of its row, and so on to the three below the last. Bit 18 says that the sample
 * above is negative. Three bits follow for each of the four samples: negative, refined before, visited in this bit-plane. Bit 31
 * says that the sample below is negative. The numbers of samples are bit offsets: 0, 3, 6, 9.
 */
export const NEIGHBOURS: u32 = 0x1ef;
export const SIGNIFICANT: u32 = 0x10;
export const NEGATIVE_ABOVE_AT: u32 = 18;
export const NEGATIVE_AT: u32 = 19;
export const REFINED: u32 = 1 << 20;
export const VISITED_AT: u32 = 21;
export const VISITED: u32 = 1 << VISITED_AT;
/** One bit for each of the four samples. */
export const SAMPLES: u32 = 0x249;
export const ALL_VISITED: u32 = SAMPLES << VISITED_AT;

/** Returns the samples of a column that are significant. */
@inline
export function significant(flags: u32): u32 {
  return flags >> 4;
}

/** Returns the samples of a column that have a significant neighbour. */
@inline
export function besideSignificant(flags: u32): u32 {
  const sides = flags | (flags >> 2);
  const rows = sides | (flags >> 1);
  return rows | (rows >> 6) | (sides >> 3);
}

/** Returns the context of a sample's sign, with its XOR bit in bit 0 (ITU T.800 D.3.2). */
@inline
export function signCoding(flags: u32, at: usize, sample: u32): u32 {
  const west = load<u32>(at - 4);
  const east = load<u32>(at + 4);
  let signs = (flags >> sample) & 0xaa;
  signs |= (west >> (NEGATIVE_AT + sample)) & 1;
  signs |= (east >> (NEGATIVE_AT - 2 + sample)) & 4;
  // The sign of the sample above the first one is a single bit, not one of three.
  signs |= (sample == 0 ? flags >> (NEGATIVE_ABOVE_AT - 4) : flags >> (NEGATIVE_AT - 4 + sample - 3)) & 0x10;
  signs |= (flags >> (NEGATIVE_AT + 3 - 6 + sample)) & 0x40;
  return load<u8>(SIGN_CODING + signs);
}

/** Marks a sample as significant in the flags of its neighbour columns. The caller marks it in its own column. */
@inline
export function tellNeighbours(at: usize, sample: u32, negative: u32, pitch: usize, causal: bool): void {
  store<u32>(at - 4, load<u32>(at - 4) | (0x20 << sample));
  store<u32>(at + 4, load<u32>(at + 4) | (0x08 << sample));
  // With vertically causal contexts a stripe ignores the next one (D.7).
  if (sample == 0 && !causal) {
    const above = at - pitch;
    store<u32>(above - 4, load<u32>(above - 4) | (1 << 17));
    store<u32>(above, load<u32>(above) | (negative << 31) | (1 << 16));
    store<u32>(above + 4, load<u32>(above + 4) | (1 << 15));
  }
  if (sample == 9) {
    const below = at + pitch;
    store<u32>(below - 4, load<u32>(below - 4) | 4);
    store<u32>(below, load<u32>(below) | (negative << NEGATIVE_ABOVE_AT) | 2);
    store<u32>(below + 4, load<u32>(below + 4) | 1);
  }
}

/** Returns the flags that a significant sample adds to its column. Its neighbours in the column read the same bit. */
@inline
export function becameSignificant(sample: u32, negative: u32): u32 {
  return ((negative << NEGATIVE_AT) | SIGNIFICANT) << sample;
}

/** Returns the offset of a sample's value in its column: 0, 4, 8 or 12. */
@inline
export function valueAt(sample: u32): usize {
  return (sample * 43) >> 5;
}
