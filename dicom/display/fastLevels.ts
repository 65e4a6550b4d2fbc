import type { Samples } from '../pixels/samples.ts';
import type { PaddingRange } from './extremes.ts';
import type { GreyTransforms, LookedUp } from './greyLevels.ts';

/** What a kernel does of `extremes` and `greyLevels`, to the same result. */
export interface FastLevels {
  extremes(
    pixels: Uint16Array | Int16Array,
    padding: PaddingRange | undefined,
  ): { low: number; high: number };
  show(looked: LookedUp, transforms: GreyTransforms): Uint8Array;
}

let loaded: FastLevels | undefined;
let asked: Promise<void> | undefined;

/** A frame below this is not worth a table's way into the kernel. */
const WORTH_IT = 16_384;

/** The kernel, where it is there and the frame is worth it. */
export const fastLevels = ({ length }: Samples): FastLevels | undefined =>
  length < WORTH_IT ? undefined : loaded;

/**
 * Asks for the kernel, once: frames that are shown after it has come are shown faster. Where WebAssembly is refused, or it
 * does not come, all goes on without it.
 */
export function askForFastLevels(): Promise<void> {
  return (asked ??= import('./levelsKernel.ts')
    .then(async ({ startLevels }) => {
      loaded = await startLevels();
    })
    .catch(() => undefined));
}
