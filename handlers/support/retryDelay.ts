/** Half to all of a delay, by chance, so that those that failed together do not come again together. */
export const addJitter = (delay: number, chance: number = Math.random()): number => delay * (0.5 + chance / 2);

/**
 * How long a message waits before it is received again, in seconds: 8, 32, 128, 512 with jitter, at most 10 minutes.
 * @param receives how often it has been received, from 1
 */
export const retryDelaySeconds = (receives: number, chance: number = Math.random()): number =>
  Math.ceil(addJitter(Math.min(600, 2 * 4 ** receives), chance));
