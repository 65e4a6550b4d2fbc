import type { PaddingRange } from '../display/extremes.ts';
import type { GreyTransforms, LookedUp } from '../display/greyLevels.ts';

/** What a kernel does of the loops over all pixels, to the same result. */
export interface FastPixels {
  /** `extremes` */
  extremes(
    pixels: Uint16Array | Int16Array,
    padding: PaddingRange | undefined,
  ): { low: number; high: number };
  /** `greyLevels` */
  show(looked: LookedUp, transforms: GreyTransforms): Uint8Array;
  /** All bits that words have; of signed ones, all that differ from the next higher one. */
  allBits(words: Uint16Array, signed: boolean): number;
  /** Big-endian words in this machine's order. */
  swap(bytes: Uint8Array): Uint8Array<ArrayBuffer>;
  /** `ybrFull422ToRgb` */
  pairsToRgb(samples: Uint8Array, pixels: number): Uint8Array;
}

let loaded: FastPixels | undefined;
let asked: Promise<void> | undefined;

/** So many pixels or fewer are not worth their way into the kernel. */
const WORTH_IT = 16_384;

/** The kernel, where it is there and so many pixels are worth it. */
export const fastPixels = ({ length }: ArrayLike<number>): FastPixels | undefined =>
  length < WORTH_IT ? undefined : loaded;

/**
 * Asks for the kernel, once: frames that are read and shown after it has come go faster. Where WebAssembly is refused, or it
 * does not come, all goes on without it.
 */
export function askForFastPixels(): Promise<void> {
  return (asked ??= import('./pixelKernel.ts')
    .then(async ({ startPixels }) => {
      loaded = await startPixels();
    })
    .catch(() => undefined));
}
