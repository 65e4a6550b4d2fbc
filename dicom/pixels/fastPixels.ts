import type { FastPixels } from './pixelKernel.ts';

let loaded: FastPixels | undefined;
let asked: Promise<void> | undefined;

/** The least number of pixels for which the copy into the kernel pays off. */
const WORTH_IT = 16_384;

/** Returns the kernel if it is loaded and pays off for this number of pixels. */
export const fastPixels = ({ length }: ArrayLike<number>): FastPixels | undefined =>
  length < WORTH_IT ? undefined : loaded;

/**
 * Loads the kernel once. Frames are processed faster from then on. If WebAssembly is forbidden, or loading fails, they are
 * processed without it.
 */
export function loadFastPixels(): Promise<void> {
  return (asked ??= import('./pixelKernel.ts')
    .then(async ({ startPixels }) => {
      loaded = await startPixels();
    })
    .catch(() => undefined));
}
