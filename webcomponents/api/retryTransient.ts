import { ApiError } from './apiError.ts';

/** In ms. Most interrupted connections recover within seconds. */
const WAITS = [500, 1500, 4000, 10_000];

/**
 * Retries `work` after transient failures, with growing, jittered waits.
 *
 * @param waits the waits between the attempts, in ms; by default four, about 16 s in total
 * @throws the first permanent error, the last transient one, or the signal's reason if it is aborted
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

/** Waits for `ms`, or rejects as soon as the signal is aborted. */
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
