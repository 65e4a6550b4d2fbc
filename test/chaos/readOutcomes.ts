import { S3Client } from '@aws-sdk/client-s3';
import { setTimeout as sleep } from 'node:timers/promises';
import { administrator } from '../support/administrator.ts';
import type { ApiClient } from '../support/apiClient.ts';
import type { ChaosCloud } from './chaosCloud.ts';
import { listVersions } from './listVersions.ts';

/** The outcome of a job, in a form that is equal for all jobs of a scenario. */
export interface Outcome {
  /** The API's response without ids and times, or only the status if it is not 200. */
  readonly job: unknown;
  /** The keys with a version or a marker, without tenant and job. */
  readonly keys: readonly string[];
}

/** Properties that differ between jobs of a scenario. */
const DIFFERING = new Set(['createdAt', 'updatedAt', 'jobId', 'clientRef', 'series']);
const plain = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).filter(([key]) => !DIFFERING.has(key)))
    : value;

/** Reads the outcomes of jobs from the API and both buckets. */
export async function readOutcomes(
  { cloud: { outputs } }: ChaosCloud,
  client: ApiClient,
  jobIds: readonly string[],
): Promise<Map<string, Outcome>> {
  const s3 = new S3Client({ ...administrator(outputs), forcePathStyle: true });
  const buckets = [outputs.uploadsBucket, outputs.derivedBucket];
  const keys = (await Promise.all(buckets.map((bucket) => listVersions(s3, bucket)))).flat();
  s3.destroy();
  const outcomes = new Map<string, Outcome>();
  for (const jobId of jobIds) {
    const answer = await retryWhenThrottled(() => client.call('GET', `/jobs/${jobId}`));
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

/** Repeats a call while the API responds with 429. */
async function retryWhenThrottled(call: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await call();
    if (answer.status !== 429) return answer;
    await answer.arrayBuffer();
    await sleep(50);
  }
}
