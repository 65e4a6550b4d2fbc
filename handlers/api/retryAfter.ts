import { isTerminal, type JobState } from '../../contract/index.ts';

/** Returns the polling delay in seconds: 1, plus 1 for every 10 s since the job last changed, at most 5. */
export function retryAfterHeader(
  job: { state: JobState; updatedAt: string },
  now: number,
): Record<string, string> {
  if (isTerminal(job.state)) return {};
  const age = Math.max(0, now - Date.parse(job.updatedAt)) / 1000;
  return { 'retry-after': String(Math.min(5, 1 + Math.floor(age / 10))) };
}

/** Returns the shortest delay of the jobs. */
export function earliestRetryAfterHeader(
  jobs: readonly { state: JobState; updatedAt: string }[],
  now: number,
): Record<string, string> {
  const seconds = jobs
    .map((job) => retryAfterHeader(job, now)['retry-after'])
    .filter((value) => value !== undefined);
  return seconds.length === 0 ? {} : { 'retry-after': seconds.sort()[0]! };
}
