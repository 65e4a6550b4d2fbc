import assert from 'node:assert/strict';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../local/aws/awsError.ts';
import type { CallInfo, Interceptor } from '../../local/aws/interceptor.ts';
import type { EventEnvelope } from '../../local/services/events/description.ts';
import { administrator } from '../support/administrator.ts';
import { postForm, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { startTestCloud, newJob, type TestCloud } from '../api-access/support/testCloud.ts';

/** The attributes of a tombstonestone: ids and times, nothing about the image. */
const TOMBSTONE = [
  ...['pk', 'jobId', 'tenant', 'attempt', 'rev', 'sourceKey', 'sourceVersionId', 'createdAt', 'updatedAt'],
  ...['deletedAt', 'sweeps', 'ttl', 'dueShard', 'dueAt'],
];

/** The point at which a stage pauses: before or after a function's first call of an operation. */
interface Hold {
  readonly function: string;
  readonly operation: string;
  readonly when: 'before' | 'after';
}

const STAGES: [string, Hold[]][] = [
  [
    'decoding',
    [
      { function: 'decode', operation: 'UpdateItem', when: 'before' },
      { function: 'decode', operation: 'GetObject', when: 'before' },
      { function: 'decode', operation: 'PutObject', when: 'before' },
      { function: 'decode', operation: 'PutObject', when: 'after' },
      { function: 'decode', operation: 'PutEvents', when: 'before' },
      { function: 'decode', operation: 'PutEvents', when: 'after' },
    ],
  ],
  [
    'analyzing',
    [
      { function: 'analyze', operation: 'GetItem', when: 'after' },
      { function: 'analyze', operation: 'DetectLabels', when: 'before' },
      { function: 'analyze', operation: 'DetectText', when: 'after' },
      { function: 'analyze', operation: 'PutObject', when: 'before' },
      { function: 'analyze', operation: 'PutObject', when: 'after' },
      { function: 'analyze', operation: 'PutEvents', when: 'before' },
    ],
  ],
  [
    'recording',
    [
      { function: 'record', operation: 'UpdateItem', when: 'before' },
      { function: 'record', operation: 'UpdateItem', when: 'after' },
      { function: 'record', operation: 'PutEvents', when: 'before' },
    ],
  ],
];

describe('a deleted job', function () {
  this.timeout(180_000);
  let testCloud: TestCloud;
  let client: ApiClient;
  let held: { hold: Hold; reached: () => void; go: Promise<void> } | undefined;
  let rekognitionFails = false;
  const events: EventEnvelope[] = [];

  const interceptor: Interceptor = {
    deliver: (_info, proceed) => proceed(),
    call: async (info: CallInfo, proceed) => {
      if (rekognitionFails && info.service === 'rekognition')
        throw new AwsError('InternalServerError', 'Rekognition fails for this test.', 500);
      const now = held;
      const isIt = now?.hold.operation === info.operation && info.caller.includes(`-${now.hold.function}-`);
      if (!isIt) return proceed();
      held = undefined;
      if (now.hold.when === 'after') {
        const answer = await proceed();
        now.reached();
        await now.go;
        return answer;
      }
      now.reached();
      await now.go;
      return proceed();
    },
  };
  /** Pauses the next such call. Returns a promise that it was reached, and a function that resumes it. */
  const hold = (what: Hold): { reached: Promise<void>; release: () => void } => {
    let [reached, release] = [(): void => undefined, (): void => undefined];
    const reachedPromise = new Promise<void>((resolve) => (reached = resolve));
    const go = new Promise<void>((resolve) => (release = resolve));
    held = { hold: what, reached, go };
    return { reached: reachedPromise, release: () => release() };
  };

  before(async () => {
    testCloud = await startTestCloud({ interceptor, onEvent: (event) => events.push(event) });
    client = await testCloud.client('north');
  });
  after(() => testCloud.close());

  const upload = async (): Promise<string> => {
    const { jobId, upload: form } = await newJob(client);
    assert.equal((await postForm(form, dicomFile({ rows: 80, columns: 90 }))).status, 204);
    return jobId;
  };
  const remove = async (jobId: string): Promise<void> => {
    assert.equal((await client.call('DELETE', `/jobs/${jobId}`)).status, 202);
    assert.equal((await client.call('GET', `/jobs/${jobId}`)).status, 404);
  };
  /** Returns all traces of a job in the buckets and the table, except its tombstonestone. */
  const findTraces = async (jobId: string): Promise<unknown[]> => {
    const { uploadsBucket, derivedBucket } = testCloud.cloud.outputs;
    const keys = [
      ...(await testCloud.versions(uploadsBucket)),
      ...(await testCloud.versions(derivedBucket)),
    ].filter((key) => key.includes(jobId));
    const rows = (await testCloud.rows()).filter((row) => JSON.stringify(row).includes(jobId));
    const tombstones = rows.filter((row) => row.pk === `job#${jobId}`);
    assert.equal(tombstones.length, 1);
    const more = Object.keys(tombstones[0]!).filter((name) => !TOMBSTONE.includes(name));
    return [...keys, ...more, ...rows.filter((row) => row.pk !== `job#${jobId}`)];
  };
  /** Publishes every event of the job again. */
  const replay = async (jobId: string): Promise<void> => {
    const bus = new EventBridgeClient(administrator(testCloud.cloud.outputs));
    const late = events.filter(
      (event) => event.source === 'dicom-analyzer' && JSON.stringify(event).includes(jobId),
    );
    for (const event of late)
      await bus.send(
        new PutEventsCommand({
          Entries: [
            {
              EventBusName: testCloud.cloud.outputs.eventBusName,
              Source: event.source,
              DetailType: event['detail-type'],
              Detail: JSON.stringify(event.detail),
            },
          ],
        }),
      );
    bus.destroy();
    await testCloud.waitUntilIdle();
  };
  const assertErased = async (jobId: string): Promise<void> => {
    await testCloud.waitUntilIdle();
    assert.deepEqual(await findTraces(jobId), []);
    await replay(jobId);
    assert.deepEqual(await findTraces(jobId), [], 'after late events');
    assert.equal((await client.call('GET', `/jobs/${jobId}`)).status, 404);
  };

  it('leaves nothing if deleted before its upload, nor does a later upload', async () => {
    const { jobId, upload: form } = await newJob(client);
    await remove(jobId);
    await assertErased(jobId);
    assert.equal((await postForm(form, dicomFile({ rows: 80, columns: 90 }))).status, 204);
    await assertErased(jobId);
  });

  for (const [stage, holds] of STAGES)
    for (const what of holds)
      it(`leaves nothing if deleted while ${stage}, ${what.when} ${what.function}'s ${what.operation}`, async () => {
        const { reached, release } = hold(what);
        const jobId = await upload();
        await reached;
        await remove(jobId);
        release();
        await assertErased(jobId);
      });

  it('leaves nothing if deleted after completion, including older versions', async () => {
    const { jobId, upload: form } = await newJob(client);
    for (const rows of [80, 70]) await postForm(form, dicomFile({ rows, columns: 90 }));
    await testCloud.waitUntilIdle();
    await remove(jobId);
    await assertErased(jobId);
  });

  it('leaves nothing if deleted after a failure and during its retry', async () => {
    rekognitionFails = true;
    const jobs = [await upload(), await upload()];
    await testCloud.advance(3 * 3_600_000, 600_000);
    rekognitionFails = false;
    for (const [index, jobId] of jobs.entries()) {
      const { state } = (await (await client.call('GET', `/jobs/${jobId}`)).json()) as { state: string };
      assert.equal(state, 'failed');
      if (index === 1) {
        const { reached, release } = hold({ function: 'decode', operation: 'PutObject', when: 'after' });
        assert.equal((await client.call('POST', `/jobs/${jobId}/retry`)).status, 202);
        await reached;
        await remove(jobId);
        release();
      } else await remove(jobId);
      await assertErased(jobId);
    }
  });

  it('leaves nothing of a gateway’s object except other versions of its key', async () => {
    const { PutObjectCommand } = await import('@aws-sdk/client-s3');
    const Bucket = testCloud.cloud.outputs.uploadsBucket;
    const Key = 'incoming/north/slice-1';
    const put = (rows: number) =>
      testCloud.s3.send(new PutObjectCommand({ Bucket, Key, Body: dicomFile({ rows, columns: 90 }) }));
    const [first, second] = [await put(80), await put(70)];
    await testCloud.waitUntilIdle();
    const { jobs } = (await (await client.call('GET', '/jobs')).json()) as {
      jobs: { jobId: string; image?: { height: number } }[];
    };
    const mine = jobs.filter(({ image }) => image?.height === 80 || image?.height === 70);
    const ofFirst = mine.find(({ image }) => image?.height === 80)!;
    await remove(ofFirst.jobId);
    await testCloud.waitUntilIdle();
    const left = await testCloud.versions(Bucket, Key);
    assert.ok(!left.includes(`${Key} ${first.VersionId!}`) && left.includes(`${Key} ${second.VersionId!}`));
    assert.deepEqual(await findTraces(ofFirst.jobId), []);
  });

  it('is swept again later', async () => {
    const jobId = await upload();
    await testCloud.waitUntilIdle();
    await remove(jobId);
    await testCloud.waitUntilIdle();
    const sweeps = async (): Promise<unknown> =>
      (await testCloud.rows()).find((row) => row.pk === `job#${jobId}`)?.sweeps;
    assert.equal(await sweeps(), 0);
    testCloud.clock.advance(45 * 60_000);
    await testCloud.advance(10 * 60_000);
    assert.equal(await sweeps(), 1);
    assert.deepEqual(await findTraces(jobId), []);
  });
});
