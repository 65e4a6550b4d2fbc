/** Addresses in memory. The host fills the tables (see encodeJpeg.ts), except `ORDER`; the rest is scratch space. */

/** Two tables of 64 f32, in the order of the transposed block. */
export const RECIPROCALS: usize = 0x1000;
/** Two tables of 256 u32, by run and category: (code shifted left by the size of the value) << 5 | total length. */
export const AC_CODES: usize = 0x1200;
/** Two tables of 16 u32 of the same form, by category. */
export const DC_CODES: usize = 0x1a00;
/** The offset of the coefficient at each position in zigzag order: 64 u8. */
export const PLACES: usize = 0x1b00;

/** Scratch space: 64 i16 and 64 f32. */
export const COEFFICIENTS: usize = 0x1c00;
export const FLOATS: usize = 0x1d00;
/** 8 tables of 256 u64, which `prepare` fills. */
export const ORDER: usize = 0x2000;
