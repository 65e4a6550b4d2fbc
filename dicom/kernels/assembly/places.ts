/** Addresses in memory. The host fills everything below `DATA` except the scratch space (see encodeJpeg.ts). */

/** Two tables of 64 f32, by row of the transposed block. */
export const RECIPROCALS: usize = 0x1000;
/** Two tables of 256 u32, by run and category: code with room for the value's bits << 5 | bits in all. */
export const AC_CODES: usize = 0x1200;
/** Two tables of 16 u32, by category. */
export const DC_CODES: usize = 0x1a00;
/** For each place of the zigzag, the offset of its coefficient: 64 u8. */
export const PLACES: usize = 0x1b00;

/** Scratch: 64 i16 and 64 f32. */
export const COEFFICIENTS: usize = 0x1c00;
export const FLOATS: usize = 0x1d00;
/** 8 tables of 256 u64, see `prepare`. */
export const ORDER: usize = 0x2000;
