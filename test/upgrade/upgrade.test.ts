import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GetObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { Job } from '../../contract/index.ts';
import { administrator } from '../support/administrator.ts';
import { apiClient, type ApiClient } from '../support/apiClient.ts';
import { startLocalCloud, type LocalCloud } from '../support/localCloud.ts';
import { EXPECTED_FILE, STATE, TENANT, type Expected } from './state.ts';
import { waitFor } from '../support/waitFor.ts';

const LIMIT_MS = 90_000;
const { jobs } = JSON.parse(readFileSync(EXPECTED_FILE, 'utf8')) as Expected;
const ending = (state: string): string[] =>
  Object.entries(jobs)
    .filter(([, { becomes }]) => becomes === state)
    .map(([jobId]) => jobId);

/** Copies the folder and renews its messages' times, because a queue drops messages after 14 days. */
function copyState(): string {
  const data = mkdtempSync(join(tmpdir(), 'upgrade-'));
  cpSync(fileURLToPath(STATE), data, { recursive: true });
  const file = join(data, 'sqs/messages.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const fresh = lines.map((line) => {
    const record = JSON.parse(line) as { message?: { sent: number } };
    if (record.message) record.message.sent = Date.now();
    return JSON.stringify(record);
  });
  writeFileSync(file, `${fresh.join('\n')}\n`);
  return data;
}

async function waitForState(client: ApiClient, jobId: string, state: string): Promise<Job> {
  return waitFor(
    `the job ${jobId}, which was ${jobs[jobId]?.was}, to be ${state}`,
    async () => {
      const answer = await client.call('GET', `/jobs/${jobId}`);
      assert.equal(answer.status, 200, jobId);
      const job = Job.parse(await answer.json());
      return job.state === state && job;
    },
    { limitMs: LIMIT_MS, everyMs: 500 },
  );
}

describe('the state of an earlier release', function () {
  this.timeout(LIMIT_MS + 60_000);
  let cloud: LocalCloud;
  let client: ApiClient;

  before(async () => {
    cloud = await startLocalCloud({ data: copyState() });
    client = await apiClient(cloud.outputs, TENANT);
  });
  after(async function () {
    if (this.test?.parent?.tests.some(({ state }) => state === 'failed')) console.log(cloud.log());
    assert.equal(await cloud.stop(), 0);
    cloud.remove();
  });

  it('has work in progress at every stage', () => {
    assert.deepEqual(
      Object.values(jobs).map(({ was }) => was),
      ['completed', 'rejected', 'analyzing', 'decoding', 'awaiting-upload', 'deleted'],
    );
  });

  it('is completed, because earlier events and rows can still be read', async () => {
    const completed = await Promise.all(
      ending('completed').map((jobId) => waitForState(client, jobId, 'completed')),
    );
    assert.equal(completed.length, 4);
    for (const { analyses, image, renditions } of completed) {
      assert.equal(analyses['rekognition']?.state, 'succeeded');
      assert.deepEqual([image?.width, image?.height, renditions.length], [96, 80, 1]);
    }
  });

  it('can be listed, linked and read as before', async () => {
    const list = (await (await client.call('GET', '/jobs?limit=100')).json()) as {
      jobs: { jobId: string }[];
    };
    const shown = Object.keys(jobs).filter((jobId) => jobs[jobId]?.becomes !== 'deleted');
    assert.deepEqual(list.jobs.map(({ jobId }) => jobId).sort(), shown.sort());
    const [rejected] = ending('rejected');
    assert.equal((await waitForState(client, rejected!, 'rejected')).error?.code, 'unrecognised-format');
    const links = await client.call('POST', `/jobs/${ending('completed')[0]}/links`);
    const { renditions } = (await links.json()) as { renditions: { url: string }[] };
    const image = new Uint8Array(await (await fetch(renditions[0]!.url)).arrayBuffer());
    assert.deepEqual([...image.subarray(0, 2)], [0xff, 0xd8]);
  });

  it('keeps deleted jobs inaccessible and erases them', async () => {
    const [jobId] = ending('deleted');
    assert.equal((await client.call('GET', `/jobs/${jobId}`)).status, 404);
    const s3 = new S3Client(administrator(cloud.outputs));
    const Bucket = cloud.outputs.uploadsBucket;
    const Key = `uploads/${TENANT}/${jobId}`;
    const versions = async () => {
      const found = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }));
      return [...(found.Versions ?? []), ...(found.DeleteMarkers ?? [])];
    };
    await waitFor('the removal of every version', async () => (await versions()).length === 0, {
      limitMs: 30_000,
      everyMs: 300,
    });
    await assert.rejects(s3.send(new GetObjectCommand({ Bucket, Key })), { name: 'NoSuchKey' });
    s3.destroy();
  });
});
