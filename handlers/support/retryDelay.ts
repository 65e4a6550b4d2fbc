/** Returns a random delay between half and all of `delay`, so that calls that failed together do not repeat together. */
export const addJitter = (delay: number, random: number = Math.random()): number =>
  delay * (0.5 + random / 2);

/**
 * Returns the seconds until a failed message is received again: 8, 32, 128, 512 with jitter, at most 10 minutes.
 * @param receives the message's receive count, from 1
 */
export const retryDelaySeconds = (receives: number, random: number = Math.random()): number =>
  Math.ceil(addJitter(Math.min(600, 2 * 4 ** receives), random));
