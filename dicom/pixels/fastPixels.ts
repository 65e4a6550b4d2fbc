import type { FastPixels } from './pixelKernel.ts';

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
export function loadFastPixels(): Promise<void> {
  return (asked ??= import('./pixelKernel.ts')
    .then(async ({ startPixels }) => {
      loaded = await startPixels();
    })
    .catch(() => undefined));
}
