/** Addresses in the memory of this kernel, above its constant data. */

/** 4 x 512 u8: from a subband's kind and a sample's eight neighbours to where its zero-coding context is. */
export const ZERO_CODING: usize = 0x1000;
/** 256 u8: from the signs of four neighbours to where the sign-coding context is, and in bit 0 what the decision is flipped by. */
export const SIGN_CODING: usize = 0x1800;
/** 94 states of 32 bytes: see `state.ts`. */
export const STATES: usize = 0x1a00;
/** 19 contexts of 16 bytes. */
export const CONTEXTS: usize = 0x2600;
/** Those of signs are from the tenth on. */
export const SIGN_CONTEXTS: usize = CONTEXTS + 9 * 16;
/** Flags of a code-block: a u32 for each column of four samples, with a border. */
export const FLAGS: usize = 0x2800;
/** Sign and magnitude of a code-block's coefficients: four u32 for each column. */
export const VALUES: usize = 0x6000;
/** From here on the host's. */
export const HEAP: usize = 0xa400;
