/** Addresses in the memory of this kernel, above its constant data. */

/** 4 x 512 u8: the offset of the zero-coding context, by the kind of subband and the sample's eight neighbours. */
export const ZERO_CODING: usize = 0x1000;
/** 256 u8: the offset of the sign-coding context, by the signs of four neighbours, with the XOR bit in bit 0. */
export const SIGN_CODING: usize = 0x1800;
/** 94 states of 32 bytes (see `state.ts`). */
export const STATES: usize = 0x1a00;
/** 19 contexts of 16 bytes. */
export const CONTEXTS: usize = 0x2600;
/** The sign-coding contexts begin with the tenth. */
export const SIGN_CONTEXTS: usize = CONTEXTS + 9 * 16;
/** The flags of a code-block: a u32 for each column of four samples, with a border. */
export const FLAGS: usize = 0x2800;
/** The signs and magnitudes of a code-block's coefficients: four u32 for each column. */
export const VALUES: usize = 0x6000;
/** The host uses the memory from here on. */
export const HEAP: usize = 0xa400;
