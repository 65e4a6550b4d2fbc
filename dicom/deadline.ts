/**
 * Runs a codec's work, which is synchronous and can't be asked to stop, to its end or to a time limit.
 * @param samples that the codestream promises; what is fair depends on them
 * @throws DicomError `too-slow` in place of the work's result
 */
export type Deadline = <T>(work: () => T, samples: number) => T;

/** Waits for as long as it takes. */
export const noDeadline: Deadline = (work) => work();
