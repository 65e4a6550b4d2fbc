import { S3Client } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import { administrator } from '../support/administrator.ts';
import type { ApiClient } from '../support/apiClient.ts';
import type { ChaosCloud } from './chaosCloud.ts';
import { versionsOf } from './versionsOf.ts';

/** What a job came to, in words that are the same for every job of its scenario. */
export interface Outcome {
  /** What the API says, without ids and times; the status alone where that is not 200. */
  readonly job: unknown;
  /** Every key that has a version or a marker, without tenant and job. */
  readonly keys: readonly string[];
}

/** Without what tells two jobs of one scenario apart. */
const TIMES = new Set(['createdAt', 'updatedAt', 'jobId', 'clientRef', 'series']);
const plain = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => !TIMES.has(key)))
    : value;

/** What many jobs came to: by the API, and by what lies in both buckets. */
export async function outcomesOf(
  { cloud: { outputs } }: ChaosCloud,
  client: ApiClient,
  jobIds: readonly string[],
): Promise<Map<string, Outcome>> {
  const s3 = new S3Client({ ...administrator(outputs), forcePathStyle: true });
  const buckets = [outputs.uploadsBucket, outputs.derivedBucket];
  const keys = (await Promise.all(buckets.map((bucket) => versionsOf(s3, bucket)))).flat();
  s3.destroy();
  const outcomes = new Map<string, Outcome>();
  for (const jobId of jobIds) {
    const answer = await patiently(() => client.call('GET', `/jobs/${jobId}`));
    const job: unknown = answer.status === 200 ? await answer.json() : answer.status;
    const own = keys
      .filter((key) => key.includes(jobId))
      .map((key) => key.replace(`${client.tenant}/${jobId}`, '…'));
    outcomes.set(jobId, {
      job: JSON.parse(JSON.stringify(job, plain)) as unknown,
      keys: [...new Set(own)].sort(),
    });
  }
  return outcomes;
}

/** The API answers 429 to more calls than its rate. */
async function patiently(call: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await call();
    if (answer.status !== 429) return answer;
    await answer.arrayBuffer();
    await sleep(50);
  }
}
