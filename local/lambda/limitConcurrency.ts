import { availableParallelism } from 'node:os';

/** The most concurrent environments of a function on this machine. */
const LOCAL_LIMIT = Math.max(2, Math.min(4, availableParallelism()));

/** Limits a mapping's maximum concurrency, by default to that of this machine. */
export const limitConcurrency = (maximum: number | undefined, limit = LOCAL_LIMIT): number =>
  Math.min(maximum ?? limit, limit);
