/** The time limits of the pipeline in seconds. The deadline of a job must exceed their sum. */
export const PIPELINE_TIMES = {
  /** The seconds for which EventBridge retries a delivery to a queue. */
  maximumEventAge: 3600,
  /** The number of receives after which a message moves to the dead-letter queue. */
  maxReceives: 5,
  decodeTimeout: 120,
  analyzeTimeout: 60,
  recordTimeout: 60,
} as const;

/** The seconds added to all retries, for the interval of the sweep. */
export const DEADLINE_SLACK = 600;

/** Adds up every retry: three stages, each with an hour of delivery and all its receives at full visibility. */
export function computeMinimumDeadline(uploadExpiresSeconds: number): number {
  const computeStageSeconds = (timeout: number): number =>
    PIPELINE_TIMES.maximumEventAge + PIPELINE_TIMES.maxReceives * 6 * timeout;
  return (
    uploadExpiresSeconds +
    computeStageSeconds(PIPELINE_TIMES.decodeTimeout) +
    computeStageSeconds(PIPELINE_TIMES.analyzeTimeout) +
    computeStageSeconds(PIPELINE_TIMES.recordTimeout)
  );
}
