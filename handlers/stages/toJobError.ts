import type { JobError } from '../../contract/index.ts';

const THROTTLED = /Throttl|TooManyRequests|ProvisionedThroughput|LimitExceeded|SlowDown/;
const TIMED_OUT = /AbortError|TimeoutError/;

/** Describes a stage's failure by the error's class. The error's message may contain keys and ARNs, so only the log has it. */
export const toJobError = ({ name }: Error): JobError => ({
  code: THROTTLED.test(name) ? 'throttled' : TIMED_OUT.test(name) ? 'no-answer' : 'stage-failed',
  message: `The stage failed on its last try (${name.slice(0, 100)}). Fix the cause, then retry the job.`,
});
