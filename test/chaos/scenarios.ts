import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateJobsResponse } from '../../contract/index.ts';
import { incomingJobId } from '../../handlers/jobs/ids.ts';
import { postForm, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import type { CrashPoint, EffectWatch } from './effectWatch.ts';

/** What a scenario acts with. */
export interface Stage {
  readonly client: ApiClient;
  readonly watch: EffectWatch;
  readonly s3: S3Client;
  readonly uploadsBucket: string;
  /** Jobs whose images Rekognition calls unreadable. */
  readonly refused: Set<string>;
}

/** One way that a job can go. */
export interface Scenario {
  readonly name: string;
  /** Makes the job, with the crash that is planned for it. @returns its id */
  start(stage: Stage, point: CrashPoint | undefined): Promise<string>;
  /** What is done about it once all has come to rest, and hours have passed. */
  then?(stage: Stage, jobId: string): Promise<void>;
}

type Created = CreateJobsResponse['jobs'][number];

const IMAGE = dicomFile({ rows: 80, columns: 80, level: (x, y) => x * y });
const OTHER = dicomFile({ rows: 80, columns: 80, level: (x, y) => x + y });
const TRIES = 6;

/** A call as a client makes it that does not give up at once. */
async function persist(
  client: ApiClient,
  method: string,
  path: string,
  body?: object,
  headers?: Record<string, string>,
): Promise<Response> {
  for (let tries = 1; ;) {
    const answer = await client.call(method, path, body, headers);
    // To more calls than its rate the API answers 429, which is no failure of its.
    if (answer.status !== 429 && (answer.status < 500 || ++tries > TRIES)) return answer;
    await answer.arrayBuffer();
    await sleep(20);
  }
}

async function create({ client, watch }: Stage, point?: CrashPoint): Promise<Created> {
  const answer = await persist(client, 'POST', '/jobs', { files: [{}] });
  const job = CreateJobsResponse.parse(await answer.json()).jobs[0]!;
  if (point !== undefined) watch.plan(job.jobId, point);
  return job;
}

async function upload({ upload: form }: Created, bytes: Uint8Array = IMAGE): Promise<void> {
  const answer = await postForm(form, bytes);
  if (!answer.ok) throw new Error(`the upload answered ${answer.status}: ${await answer.text()}`);
}

/** Makes a job, prepares what is to happen to it, and uploads its image. */
const uploading =
  (prepare: (stage: Stage, jobId: string) => unknown, bytes?: Uint8Array): Scenario['start'] =>
  async (stage, point) => {
    const job = await create(stage, point);
    prepare(stage, job.jobId);
    await upload(job, bytes);
    return job.jobId;
  };

const retry: Scenario['then'] = async ({ client }, jobId) => {
  await persist(client, 'POST', `/jobs/${jobId}/retry`);
};

async function remove(client: ApiClient, jobId: string): Promise<void> {
  const answer = await persist(client, 'DELETE', `/jobs/${jobId}`);
  // A repeat of one whose function ended halfway finds no job any more.
  if (!answer.ok && answer.status !== 404)
    throw new Error(`DELETE answered ${answer.status}: ${await answer.text()}`);
}

/** Deletes the job when it is about to have that side effect. */
const deletedAt =
  (effect: string) =>
  ({ client, watch }: Stage, jobId: string): void => {
    watch.hooks.set(jobId, async (made) => {
      if (made !== effect) return;
      watch.hooks.delete(jobId);
      await remove(client, jobId);
    });
  };

export const SCENARIOS: readonly Scenario[] = [
  { name: 'completed', start: uploading(() => undefined) },
  { name: 'rejected', start: uploading(() => undefined, Buffer.from('no image')) },
  {
    name: 'created under an idempotency key',
    start: async (stage, point) => {
      const { client, watch } = stage;
      // Its id is known to nobody before it is there: one at a time.
      watch.creating = randomUUID();
      const name = watch.creating;
      if (point !== undefined) watch.plan(name, point);
      const key = { 'idempotency-key': name };
      const answer = await persist(client, 'POST', '/jobs', { files: [{}] }, key);
      const job = CreateJobsResponse.parse(await answer.json()).jobs[0]!;
      watch.creating = undefined;
      watch.same(name, job.jobId);
      await upload(job);
      return job.jobId;
    },
  },
  {
    name: 'dropped by a gateway',
    start: async ({ client, watch, s3, uploadsBucket }, point) => {
      const key = `incoming/${client.tenant}/${Math.random().toString(16).slice(2)}`;
      const letGo = watch.hold(key);
      const put = new PutObjectCommand({ Bucket: uploadsBucket, Key: key, Body: IMAGE });
      const jobId = incomingJobId(uploadsBucket, key, (await s3.send(put)).VersionId!);
      if (point !== undefined) watch.plan(jobId, point);
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
    name: 'refused by Rekognition, then retried',
    start: uploading(({ refused }, jobId) => refused.add(jobId)),
    then: async (stage, jobId) => {
      stage.refused.delete(jobId);
      await retry(stage, jobId);
    },
  },
  {
    name: 'not readable for a while, then redriven',
    start: uploading(({ watch }, jobId) => watch.failing.set(jobId, 'decode GetObject')),
    then: ({ watch }, jobId) => {
      watch.failing.delete(jobId);
      return Promise.resolve();
    },
  },
  {
    name: 'not analysable for a while, then retried',
    start: uploading(({ watch }, jobId) => watch.failing.set(jobId, 'analyze DetectLabels')),
    then: async (stage, jobId) => {
      stage.watch.failing.delete(jobId);
      await retry(stage, jobId);
    },
  },
  {
    name: 'deleted once completed',
    start: uploading(() => undefined),
    then: async ({ client }, jobId) => {
      await remove(client, jobId);
    },
  },
  {
    name: 'deleted before its upload',
    start: async (stage, point) => {
      const job = await create(stage, point);
      await remove(stage.client, job.jobId);
      // What was there has been erased, as far as it was; only the sweeper has it erased where the deletion itself ended
      // halfway.
      const halfway = (): boolean =>
        point?.effect.startsWith('deleteJob ') === true && !stage.watch.awaits(job.jobId);
      while (!halfway() && !stage.watch.visited('erase', job.jobId)) await sleep(20);
      await upload(job);
      return job.jobId;
    },
  },
  {
    name: 'deleted while decoded',
    start: uploading(deletedAt('decode PutObject renditions 1/0.jpg')),
  },
  {
    name: 'deleted while analysed',
    start: uploading(deletedAt('analyze PutObject results 1.json')),
  },
  { name: 'never uploaded', start: async (stage, point) => (await create(stage, point)).jobId },
  {
    name: 'all its events lost',
    start: uploading(({ watch }, jobId) => watch.losing.set(jobId, 'Image Decoded')),
  },
];
