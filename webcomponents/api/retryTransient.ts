import { ApiError } from './apiError.ts';

/** In ms; a broken line is often whole again within seconds. */
const WAITS = [500, 1500, 4000, 10_000];

/**
 * Does the work again where it failed for a reason that may pass, with growing and jittered waits.
 *
 * @param waits between the attempts, in ms; default four, about 16 s in all
 * @throws the failure that does not pass, or the last one; the signal's reason when it was aborted
 */
export async function retryTransient<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
  waits: readonly number[] = WAITS,
): Promise<T> {
  for (const wait of waits)
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ApiError) || !error.transient) throw error;
      await pause(wait * (0.75 + Math.random() / 2), signal);
    }
  return work();
}

/** Waits, unless the signal ends it. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal.addEventListener('abort', abort, { once: true });
  });
}
