import { availableParallelism } from 'node:os';

/** A laptop runs no more environments of a function at once than it has use for. */
export const localConcurrency = (maximum: number | undefined): number =>
  Math.min(maximum ?? 5, Math.max(2, Math.min(4, availableParallelism())));
