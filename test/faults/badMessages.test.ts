import assert from 'node:assert/strict';
import { SendMessageBatchCommand, SQSClient, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { Job } from '../../contract/index.ts';
import { newJob } from '../api-access/support/testCloud.ts';
import { administrator } from '../support/administrator.ts';
import { postForm, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { startFaultsCloud, type FaultsCloud } from './support/faultsCloud.ts';
import { evaluateDeadLetterAlarm, findStageQueue } from './support/stageQueues.ts';

const IMAGE = dicomFile({ rows: 40, columns: 40 });
const NO_IMAGE = Buffer.from('no image');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A stage: the call that fails for bad messages, its input and its outcome. */
interface Stage {
  readonly name: string;
  readonly failing: string;
  readonly file: Uint8Array;
  /** The final state of its jobs. An erased job has none. */
  readonly end: string;
  /** The API's description of a job whose message failed on its last try. */
  readonly outcome: { readonly state: string; readonly code: string; readonly cause: RegExp };
}

const stageFailed = (cause: RegExp): Stage['outcome'] => ({ state: 'failed', code: 'stage-failed', cause });
const STAGES: readonly Stage[] = [
  {
    name: 'decode',
    failing: 'GetObject',
    file: IMAGE,
    end: 'completed',
    outcome: stageFailed(/ObjectForbiddenError/),
  },
  {
    name: 'analyze',
    failing: 'DetectLabels',
    file: IMAGE,
    end: 'completed',
    outcome: stageFailed(/AccessDenied/),
  },
  {
    name: 'record',
    failing: 'UpdateItem',
    file: NO_IMAGE,
    end: 'rejected',
    // Record itself writes facts, so the job ends at its deadline.
    outcome: { state: 'failed', code: 'timed-out', cause: /deadline|time/ },
  },
];

describe('a bad message', function () {
  this.timeout(240_000);
  let cloud: FaultsCloud;
  let client: ApiClient;
  let sqs: SQSClient;
  /** Three bad jobs per stage: one to retry and two to redrive. */
  const bad = new Map<string, string[]>();
  const good = new Map<string, string[]>();

  before(async () => {
    cloud = await startFaultsCloud();
    client = await cloud.client('bad-messages');
    sqs = new SQSClient({ ...administrator(cloud.cloud.outputs), useQueueUrlAsEndpoint: false });
  });
  after(() => sqs.destroy());

  const get = async (jobId: string): Promise<Job | undefined> => {
    const answer = await client.call('GET', `/jobs/${jobId}`);
    return answer.status === 404 ? undefined : Job.parse(await answer.json());
  };
  const states = (ids: readonly string[] | undefined) =>
    Promise.all((ids ?? []).map(async (jobId) => (await get(jobId))?.state));
  const upload = async ({ name, failing, file }: Stage, broken: boolean): Promise<string> => {
    const { jobId, upload: form } = await newJob(client);
    if (broken) cloud.faults.calls.set(jobId, `${name} ${failing}`);
    assert.equal((await postForm(form, file)).status, 204);
    const list = broken ? bad : good;
    list.set(name, [...(list.get(name) ?? []), jobId]);
    return jobId;
  };
  /** Returns the number of a stage's invocations that made a call for a job. */
  const receives = (stage: string, failing: string, jobId: string): number =>
    new Set(
      cloud.calls
        .filter((seen) => seen.jobId === jobId && seen.call === `${stage} ${failing}`)
        .map(({ trace }) => trace),
    ).size;
  const countObjects = async (jobId: string): Promise<number> => {
    const { uploadsBucket, derivedBucket } = cloud.cloud.outputs;
    const keys = [...(await cloud.versions(uploadsBucket)), ...(await cloud.versions(derivedBucket))];
    return keys.filter((key) => key.includes(jobId)).length;
  };

  for (const stage of STAGES.slice(0, 2))
    it(`of ${stage.name} among ten delays none of the nine`, async () => {
      await Promise.all(Array.from({ length: 10 }, (_one, index) => upload(stage, index === 4)));
      // The clock does not move, so a job that had to wait is not complete.
      await cloud.waitUntilIdle();
      assert.deepEqual(await states(good.get(stage.name)), Array<string>(9).fill('completed'));
      assert.deepEqual(await states(bad.get(stage.name)), [
        stage.name === 'decode' ? 'decoding' : 'analyzing',
      ]);
      await Promise.all([upload(stage, true), upload(stage, true)]);
    });

  it('of record in one batch of ten delays none of the nine', async () => {
    const stage = STAGES[2]!;
    const queue = findStageQueue(cloud.cloud, 'record');
    await cloud.waitUntilIdle();
    cloud.faults.undelivered.add(queue.arn);
    const ids = await Promise.all(Array.from({ length: 10 }, (_one, index) => upload(stage, index === 4)));
    await cloud.waitUntilIdle();
    cloud.faults.undelivered.clear();
    const rejections = cloud.events.filter((event) => event['detail-type'] === 'Image Rejected');
    assert.equal(rejections.length, 10);
    await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: rejections.map((event, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify(event),
          DelaySeconds: 60,
        })),
      }),
    );
    cloud.clock.advance(61_000);
    await cloud.waitUntilIdle();
    const traces = cloud.calls.filter(({ call, jobId }) => call === 'record GetItem' && ids.includes(jobId));
    assert.equal(new Set(traces.map(({ jobId }) => jobId)).size, 10);
    assert.equal(new Set(traces.map(({ trace }) => trace)).size, 1, 'all ten are one batch');
    assert.deepEqual(await states(good.get('record')), Array<string>(9).fill('rejected'));
    assert.deepEqual(await states(bad.get('record')), ['decoding']);
    await Promise.all([upload(stage, true), upload(stage, true)]);
  });

  it('of erase among ten delays none of the nine', async () => {
    await cloud.waitUntilIdle();
    const ids = [...good.get('decode')!, good.get('analyze')![0]!];
    bad.set('erase', [ids[4]!, ...good.get('analyze')!.slice(1, 3)]);
    for (const jobId of bad.get('erase')!) cloud.faults.calls.set(jobId, 'erase DeleteObjects');
    for (const jobId of [...ids, ...bad.get('erase')!.slice(1)])
      assert.equal((await client.call('DELETE', `/jobs/${jobId}`)).status, 202);
    await cloud.waitUntilIdle();
    const counts = await Promise.all(ids.map(countObjects));
    assert.deepEqual(
      counts.map((count) => count > 0),
      ids.map((jobId) => jobId === ids[4]),
    );
  });

  it('moves to the dead-letter queue after its last receive and triggers the alarm there', async () => {
    await cloud.advance(25 * MINUTE);
    for (const { name, failing } of [...STAGES, { name: 'erase', failing: 'DeleteObjects' }]) {
      const queue = findStageQueue(cloud.cloud, name);
      const made = bad.get(name)!.map((jobId) => receives(name, failing, jobId));
      assert.deepEqual(made, Array<number>(3).fill(queue.maxReceives), name);
      const alarm = await evaluateDeadLetterAlarm(cloud.cloud, sqs, queue);
      assert.deepEqual(alarm, { value: 3, isAlarm: true, hasAction: true }, name);
      assert.deepEqual(cloud.cloud.services.messages.counts(queue.arn), { visible: 0, hidden: 0 }, name);
    }
  });

  it('makes its job failed, with the reason', async () => {
    for (const stage of STAGES.slice(0, 2)) await assertReason(stage);
    await cloud.advance(6 * HOUR, HOUR);
    for (const stage of STAGES) await assertReason(stage);
    assert.deepEqual(await states(bad.get('erase')), [undefined, undefined, undefined]);
  });

  async function assertReason({ name, outcome: { state, code, cause } }: Stage): Promise<void> {
    for (const jobId of bad.get(name)!) {
      const job = await get(jobId);
      assert.deepEqual([job?.state, job?.error?.code], [state, code], name);
      assert.match(job?.error?.message ?? '', cause);
    }
  }

  it('is recovered by a retry of its job once the cause is gone', async () => {
    for (const { name, end } of STAGES) {
      const jobId = bad.get(name)![0]!;
      // This retry fails because the cause still exists.
      assert.equal((await client.call('POST', `/jobs/${jobId}/retry`)).status, 202);
      await cloud.advance(25 * MINUTE);
      assert.notEqual((await get(jobId))?.state, end, name);
      cloud.faults.calls.delete(jobId);
    }
    await cloud.advance(6 * HOUR, HOUR);
    for (const { name, end } of STAGES) {
      const jobId = bad.get(name)![0]!;
      assert.equal((await client.call('POST', `/jobs/${jobId}/retry`)).status, 202);
      await cloud.waitUntilIdle();
      const job = await get(jobId);
      assert.deepEqual([job?.state, job?.attempt], [end, 3], name);
    }
  });

  it('is recovered by a redrive of the dead-letter queue, which changes no other job', async () => {
    cloud.faults.calls.clear();
    const retried = await Promise.all(STAGES.map(({ name }) => get(bad.get(name)![0]!)));
    for (const name of [...STAGES.map((stage) => stage.name), 'erase'])
      await sqs.send(
        new StartMessageMoveTaskCommand({ SourceArn: findStageQueue(cloud.cloud, name).deadLetterArn }),
      );
    await cloud.advance(25 * MINUTE);
    for (const { name, end } of STAGES) {
      assert.deepEqual(await states(bad.get(name)), [end, end, end], name);
      assert.deepEqual(
        (await evaluateDeadLetterAlarm(cloud.cloud, sqs, findStageQueue(cloud.cloud, name))).value,
        0,
        name,
      );
    }
    assert.deepEqual(await Promise.all(bad.get('erase')!.map(countObjects)), [0, 0, 0]);
    assert.deepEqual(await Promise.all(STAGES.map(({ name }) => get(bad.get(name)![0]!))), retried);
  });
});
