import { availableParallelism } from 'node:os';

/** A laptop runs no more environments of a function at once than it has use for. */
const USEFUL = Math.max(2, Math.min(4, availableParallelism()));

/** How many of a function run at once: the mapping's maximum, but no more than the limit, by default a laptop's. */
export const limitConcurrency = (maximum: number | undefined, limit = USEFUL): number =>
  Math.min(maximum ?? limit, limit);
