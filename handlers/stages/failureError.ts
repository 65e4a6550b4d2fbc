import type { JobError } from '../../contract/index.ts';

/** Why a stage gave up, by the error's class: its message may hold keys and ARNs, which stay in the log. */
export const failureError = (error: Error): JobError => ({
  code: /Throttl|TooManyRequests|ProvisionedThroughput|LimitExceeded|SlowDown/.test(error.name)
    ? 'throttled'
    : 'stage-failed',
  message: `The stage gave up after its last try (${error.name.slice(0, 100)}). Retry the job once the cause is gone.`,
});
