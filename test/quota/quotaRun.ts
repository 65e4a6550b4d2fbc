import { isTerminal } from '../../contract/index.ts';
import { deriveState } from '../../handlers/jobs/deriveState.ts';
import type { JobRow } from '../../handlers/jobs/row.ts';
import { readEventSourceMappings } from '../../local/lambda/eventSourceMapping.ts';
import { drainQueues } from '../chaos/drainQueues.ts';
import type { TestCloud } from '../api-access/support/testCloud.ts';
import { findStageQueue } from '../faults/support/stageQueues.ts';
import { fillQueue } from './fillQueue.ts';
import type { RateLimit } from './rateLimit.ts';

export interface QuotaReport {
  readonly images: number;
  /** Calls of each operation per second. */
  readonly quota: number;
  /** The maximumConcurrency of the mapping. */
  readonly maximumConcurrency: number;
  readonly states: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly unended: number;
  readonly deadLetters: number;
  readonly answered: Readonly<Record<string, number>>;
  readonly throttled: Readonly<Record<string, number>>;
  /** The largest number of concurrent calls of one operation. */
  readonly mostAtOnce: number;
  /** The time until the queue was empty and every result recorded. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
  readonly shareOfQuota: number;
}

/** The largest delay of SQS. */
const LONGEST_DELAY_SECONDS = 900;

/** Queues images with a delay, lets analyze process them under the quota, and counts the results. */
export async function quotaRun(
  testCloud: TestCloud,
  limit: RateLimit,
  { images, quota, tenant }: { images: number; quota: number; tenant: string },
  progress: (text: string) => void = () => undefined,
): Promise<QuotaReport> {
  const { cloud, clock } = testCloud;
  const { arn, deadLetterArn } = findStageQueue(cloud, 'analyze');
  const mapping = readEventSourceMappings(cloud.graph).find(({ queueArn }) => queueArn === arn);
  const deadBefore = cloud.services.messages.counts(deadLetterArn).visible;
  const ids = new Set(
    await fillQueue(testCloud, arn, { tenant, images, delaySeconds: LONGEST_DELAY_SECONDS }),
  );
  progress(`${images} images queued`);
  const began = performance.now();
  clock.advance(LONGEST_DELAY_SECONDS * 1000);
  await drainQueues(cloud, clock, { held: 0 });
  const seconds = (performance.now() - began) / 1000;
  const states: Record<string, number> = {};
  let unended = 0;
  for (const row of (await testCloud.rows()) as unknown as JobRow[]) {
    if (!ids.has(row.jobId)) continue;
    const state = deriveState(row, clock.now());
    states[state] = (states[state] ?? 0) + 1;
    if (!isTerminal(state)) unended++;
  }
  const { DetectLabels, DetectText } = limit.counted;
  return {
    ...{ images, quota, maximumConcurrency: mapping?.maximumConcurrency ?? 0, states, unended },
    failed: states.failed ?? 0,
    deadLetters: cloud.services.messages.counts(deadLetterArn).visible - deadBefore,
    answered: { DetectLabels: DetectLabels.answered, DetectText: DetectText.answered },
    throttled: { DetectLabels: DetectLabels.throttled, DetectText: DetectText.throttled },
    mostAtOnce: Math.max(DetectLabels.most, DetectText.most),
    seconds: Math.round(seconds),
    imagesPerSecond: Math.round((100 * images) / seconds) / 100,
    shareOfQuota: Math.round((100 * images) / (seconds * quota)) / 100,
  };
}
