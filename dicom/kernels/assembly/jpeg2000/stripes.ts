import { SAMPLES } from './flags';

/** The code-block that is being decoded, in stripes of four rows (ITU T.800 D.1). */
export let stripes: u32 = 0;
export let width: u32 = 0;
/** Bytes from a stripe's flags to the next one's. */
export let pitch: usize = 0;
/** Samples of a column in the last stripe. */
export let lastRows: u32 = 0;
/** The address of the zero-coding contexts of its subband. */
export let zeroCoding: usize = 0;
/** Contexts know nothing of the next stripe (D.7). */
export let causal: bool = false;

export function beginBlock(columns: u32, rows: u32, contexts: usize, isCausal: bool): void {
  width = columns;
  stripes = (rows + 3) >> 2;
  pitch = <usize>(columns + 2) << 2;
  lastRows = SAMPLES >> (3 * ((stripes << 2) - rows));
  zeroCoding = contexts;
  causal = isCausal;
}
