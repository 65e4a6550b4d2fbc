import { SAMPLES } from './flags';

/** The dimensions of the current code-block, in stripes of four rows (ITU T.800 D.1). */
export let stripes: u32 = 0;
export let width: u32 = 0;
/** The number of bytes from a stripe's flags to the next stripe's. */
export let pitch: usize = 0;
/** The samples of a column in the last stripe. */
export let lastRows: u32 = 0;
/** The address of the zero-coding contexts of the block's subband. */
export let zeroCoding: usize = 0;
/** True if contexts are vertically causal: they ignore the next stripe (D.7). */
export let causal: bool = false;

export function beginBlock(columns: u32, rows: u32, contexts: usize, isCausal: bool): void {
  width = columns;
  stripes = (rows + 3) >> 2;
  pitch = <usize>(columns + 2) << 2;
  lastRows = SAMPLES >> (3 * ((stripes << 2) - rows));
  zeroCoding = contexts;
  causal = isCausal;
}
