/**
 * Runs a codec's synchronous work, and stops it at a time limit.
 * @param samples the number of samples that the codestream announces, which the limit depends on
 * @throws DicomError `too-slow` when the limit is reached
 */
export type Deadline = <T>(work: () => T, samples: number) => T;

/** Runs the work without a limit. */
export const noDeadline: Deadline = (work) => work();
