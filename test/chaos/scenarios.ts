import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateJobsResponse } from '../../contract/index.ts';
import { incomingJobId } from '../../handlers/jobs/ids.ts';
import { postForm, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import type { CrashPoint, EffectRecorder } from './effectRecorder.ts';

/** The services that a scenario uses. */
export interface ScenarioContext {
  readonly client: ApiClient;
  readonly recorder: EffectRecorder;
  readonly s3: S3Client;
  readonly uploadsBucket: string;
  /** Jobs whose images Rekognition rejects. */
  readonly rejectedByRekognition: Set<string>;
}

/** One possible course of a job. */
export interface Scenario {
  readonly name: string;
  /** Creates the job and plans its crash. @returns the job id */
  start(stage: ScenarioContext, point: CrashPoint | undefined): Promise<string>;
  /** Acts on the job after the cloud was idle and hours have passed. */
  followUp?(stage: ScenarioContext, jobId: string): Promise<void>;
}

type Created = CreateJobsResponse['jobs'][number];

const IMAGE = dicomFile({ rows: 80, columns: 80, level: (x, y) => x * y });
const OTHER = dicomFile({ rows: 80, columns: 80, level: (x, y) => x + y });
const TRIES = 6;

/** Calls the API as a client that retries. */
async function callWithRetries(
  client: ApiClient,
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
): Promise<Response> {
  for (let tries = 1; ;) {
    const answer = await client.call(method, path, body, headers);
    // A 429 is due to the number of calls and does not count as a failure.
    if (answer.status !== 429 && (answer.status < 500 || ++tries > TRIES)) return answer;
    await answer.arrayBuffer();
    await sleep(20);
  }
}

async function create({ client, recorder }: ScenarioContext, point?: CrashPoint): Promise<Created> {
  const answer = await callWithRetries(client, 'POST', '/jobs', { files: [{}] });
  const job = CreateJobsResponse.parse(await answer.json()).jobs[0]!;
  if (point !== undefined) recorder.planCrash(job.jobId, point);
  return job;
}

async function upload({ upload: form }: Created, bytes: Uint8Array = IMAGE): Promise<void> {
  const answer = await postForm(form, bytes);
  if (!answer.ok) throw new Error(`The upload failed with status ${answer.status}: ${await answer.text()}`);
}

/** Creates a job, prepares its scenario, and uploads its image. */
const uploading =
  (prepare: (stage: ScenarioContext, jobId: string) => unknown, bytes?: Uint8Array): Scenario['start'] =>
  async (stage, point) => {
    const job = await create(stage, point);
    prepare(stage, job.jobId);
    await upload(job, bytes);
    return job.jobId;
  };

const retry: Scenario['followUp'] = async ({ client }, jobId) => {
  await callWithRetries(client, 'POST', `/jobs/${jobId}/retry`);
};

async function deleteJob(client: ApiClient, jobId: string): Promise<void> {
  const answer = await callWithRetries(client, 'DELETE', `/jobs/${jobId}`);
  // A retry of a delete that crashed halfway finds no job.
  if (!answer.ok && answer.status !== 404)
    throw new Error(`DELETE failed with status ${answer.status}: ${await answer.text()}`);
}

/** Deletes the job directly before a side effect. */
const deleteBefore =
  (effect: string) =>
  ({ client, recorder }: ScenarioContext, jobId: string): void => {
    recorder.hooks.set(jobId, async (made) => {
      if (made !== effect) return;
      recorder.hooks.delete(jobId);
      await deleteJob(client, jobId);
    });
  };

export const SCENARIOS: readonly Scenario[] = [
  { name: 'completed', start: uploading(() => undefined) },
  { name: 'rejected', start: uploading(() => undefined, Buffer.from('no image')) },
  {
    name: 'created under an idempotency key',
    start: async (stage, point) => {
      const { client, recorder } = stage;
      // The job has no id before it exists, so only one is created at a time.
      recorder.creating = randomUUID();
      const name = recorder.creating;
      if (point !== undefined) recorder.planCrash(name, point);
      const key = { 'idempotency-key': name };
      const answer = await callWithRetries(client, 'POST', '/jobs', { files: [{}] }, key);
      const job = CreateJobsResponse.parse(await answer.json()).jobs[0]!;
      recorder.creating = undefined;
      recorder.alias(name, job.jobId);
      await upload(job);
      return job.jobId;
    },
  },
  {
    name: 'dropped by a gateway',
    start: async ({ client, recorder, s3, uploadsBucket }, point) => {
      const key = `incoming/${client.tenant}/${Math.random().toString(16).slice(2)}`;
      const letGo = recorder.hold(key);
      const put = new PutObjectCommand({ Bucket: uploadsBucket, Key: key, Body: IMAGE });
      const jobId = incomingJobId(uploadsBucket, key, (await s3.send(put)).VersionId!);
      if (point !== undefined) recorder.planCrash(jobId, point);
      letGo();
      return jobId;
    },
  },
  {
    name: 'uploaded twice',
    start: async (stage, point) => {
      const job = await create(stage, point);
      await upload(job);
      await upload(job, OTHER);
      return job.jobId;
    },
  },
  {
    name: 'rejected by Rekognition, then retried',
    start: uploading(({ rejectedByRekognition }, jobId) => rejectedByRekognition.add(jobId)),
    followUp: async (stage, jobId) => {
      stage.rejectedByRekognition.delete(jobId);
      await retry(stage, jobId);
    },
  },
  {
    name: 'not readable for a while, then redriven',
    start: uploading(({ recorder }, jobId) => recorder.failing.set(jobId, 'decode GetObject')),
    followUp: ({ recorder }, jobId) => {
      recorder.failing.delete(jobId);
      return Promise.resolve();
    },
  },
  {
    name: 'not analysable for a while, then retried',
    start: uploading(({ recorder }, jobId) => recorder.failing.set(jobId, 'analyze DetectLabels')),
    followUp: async (stage, jobId) => {
      stage.recorder.failing.delete(jobId);
      await retry(stage, jobId);
    },
  },
  {
    name: 'deleted once completed',
    start: uploading(() => undefined),
    followUp: async ({ client }, jobId) => {
      await deleteJob(client, jobId);
    },
  },
  {
    name: 'deleted before its upload',
    start: async (stage, point) => {
      const job = await create(stage, point);
      await deleteJob(stage.client, job.jobId);
      // The sweeper completes an erasure whose deletion crashed halfway.
      const halfway = (): boolean =>
        point?.effect.startsWith('deleteJob ') === true && !stage.recorder.hasPendingCrash(job.jobId);
      while (!halfway() && !stage.recorder.visited('erase', job.jobId)) await sleep(20);
      await upload(job);
      return job.jobId;
    },
  },
  {
    name: 'deleted while decoded',
    start: uploading(deleteBefore('decode PutObject renditions 1/0.jpg')),
  },
  {
    name: 'deleted while analyzed',
    start: uploading(deleteBefore('analyze PutObject results 1.json')),
  },
  { name: 'never uploaded', start: async (stage, point) => (await create(stage, point)).jobId },
  {
    name: 'all its events lost',
    start: uploading(({ recorder }, jobId) => recorder.losing.set(jobId, 'Image Decoded')),
  },
];
