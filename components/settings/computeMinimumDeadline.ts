/** Times of the pipeline, in seconds, that the deadline of a job must exceed. */
export const PIPELINE_TIMES = {
  /** How long EventBridge tries to deliver to a queue. */
  maximumEventAge: 3600,
  /** Receives before a message goes to the dead-letter queue. */
  maxReceives: 5,
  decodeTimeout: 120,
  analyzeTimeout: 60,
  recordTimeout: 60,
} as const;

/** Slack above all retries, for the sweep's own interval. */
export const DEADLINE_SLACK = 600;

/** Every retry added up: three hops, each with an hour's delivery and all its receives at full visibility. */
export function computeMinimumDeadline(uploadExpiresSeconds: number): number {
  const hop = (timeout: number): number =>
    PIPELINE_TIMES.maximumEventAge + PIPELINE_TIMES.maxReceives * 6 * timeout;
  return (
    uploadExpiresSeconds +
    hop(PIPELINE_TIMES.decodeTimeout) +
    hop(PIPELINE_TIMES.analyzeTimeout) +
    hop(PIPELINE_TIMES.recordTimeout)
  );
}
