import type { JobError } from '../../contract/index.ts';

const THROTTLED = /Throttl|TooManyRequests|ProvisionedThroughput|LimitExceeded|SlowDown/;
const NO_ANSWER = /AbortError|TimeoutError/;

/** Why a stage gave up, by the error's class: its message may hold keys and ARNs, which stay in the log. */
export const toJobError = ({ name }: Error): JobError => ({
  code: THROTTLED.test(name) ? 'throttled' : NO_ANSWER.test(name) ? 'no-answer' : 'stage-failed',
  message: `The stage gave up after its last try (${name.slice(0, 100)}). Retry the job once the cause is gone.`,
});
