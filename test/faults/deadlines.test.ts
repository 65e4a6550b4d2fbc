import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '../../contract/index.ts';
import { newJob } from '../api-access/support/testCloud.ts';
import { postForm, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { startFaultsCloud, type FaultsCloud } from './support/faultsCloud.ts';
import { findStageQueue } from './support/stageQueues.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The time in which the event of an upload can arrive after the form expires. */
const GRACE = 5 * MINUTE;

/** A log line in the embedded metric format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
interface Metric {
  readonly service?: string;
  readonly JobsTimedOut?: number;
  readonly _aws?: {
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
    }[];
  };
}

describe('a job that receives no further event', function () {
  this.timeout(120_000);
  let cloud: FaultsCloud;
  let client: ApiClient;

  before(async () => {
    cloud = await startFaultsCloud();
    client = await cloud.client('late');
  });

  after(async () => {
    cloud.faults.silent.clear();
    cloud.faults.deadly.clear();
    await cloud.cloud.services.messages.purge(findStageQueue(cloud.cloud, 'decode').deadLetterArn);
  });

  /** Returns the job as a poller sees it: the body, Retry-After, and the response to its ETag. */
  const poll = async (jobId: string, etag = '') => {
    const answer = await client.call('GET', `/jobs/${jobId}`, undefined, { 'if-none-match': etag });
    const { state, error } = (answer.status === 200 ? await answer.json() : {}) as Partial<Job>;
    return {
      ...{ status: answer.status, state, code: error?.code },
      etag: answer.headers.get('etag') ?? '',
      again: answer.headers.has('retry-after'),
    };
  };
  const uploaded = async (prepare: (jobId: string) => void): Promise<string> => {
    const { jobId, upload } = await newJob(client);
    prepare(jobId);
    assert.equal((await postForm(upload, dicomFile({ rows: 40, columns: 40 }))).status, 204);
    await cloud.waitUntilIdle();
    return jobId;
  };
  const announced = (jobId: string): unknown[] =>
    cloud.events
      .filter((event) => event['detail-type'] === 'Job Completed' && JSON.stringify(event).includes(jobId))
      .map(({ detail }) => (detail as { data: { state: string } }).data.state);
  const rowOf = async (jobId: string) => (await cloud.rows()).find((row) => row.jobId === jobId)!;
  /** Asserts that the job does not end early, and that it then ends for pollers and subscribers. */
  const ends = async (jobId: string, before: string, after: 'expired' | 'failed') => {
    const first = await poll(jobId);
    assert.deepEqual([first.status, first.state, first.again], [200, before, true]);
    const { deadline, uploadExpiresAt } = await rowOf(jobId);
    const end =
      after === 'expired' ? Date.parse(String(uploadExpiresAt)) + GRACE : Date.parse(String(deadline));
    await cloud.advance(end - cloud.clock.now() - 2 * MINUTE, HOUR);
    const still = await poll(jobId);
    assert.deepEqual([still.status, still.state, still.again], [200, before, true], 'too early');
    cloud.clock.advance(2 * MINUTE);
    // The state does not depend on the sweeper.
    const last = await poll(jobId, still.etag);
    const code = after === 'expired' ? 'expired' : 'timed-out';
    assert.deepEqual([last.status, last.state, last.code, last.again], [200, after, code, false]);
    await cloud.advance(6 * MINUTE);
    assert.deepEqual(announced(jobId), [after]);
    const row = await rowOf(jobId);
    assert.equal(row.dueAt, undefined, 'the sweeper is done with it');
    assert.ok(row[after === 'expired' ? 'failure:upload' : 'failure:deadline'] !== undefined);
  };

  it('ends as expired if its upload never arrives', async () => {
    const { jobId } = await newJob(client);
    await ends(jobId, 'awaiting-upload', 'expired');
  });

  it('ends as expired if the event of its upload is lost', async () => {
    const jobId = await uploaded((id) => cloud.faults.silent.add(id));
    await ends(jobId, 'awaiting-upload', 'expired');
  });

  it('ends as failed if its function runs out of memory every time', async () => {
    const jobId = await uploaded((id) => cloud.faults.deadly.set(id, 'decode GetObject'));
    const { maxReceives, deadLetterArn } = findStageQueue(cloud.cloud, 'decode');
    const before = cloud.cloud.services.messages.counts(deadLetterArn).visible;
    await ends(jobId, 'decoding', 'failed');
    const deaths = cloud.calls.filter((seen) => seen.jobId === jobId && seen.call === 'decode GetObject');
    assert.equal(deaths.length, maxReceives);
    assert.equal(cloud.cloud.services.messages.counts(deadLetterArn).visible, before + 1);
    assert.ok(cloud.printed.some((line) => line.includes('Runtime.OutOfMemory')));
  });

  for (const [stage, state] of [
    ['record', 'decoding'],
    ['analyze', 'analyzing'],
  ] as const)
    it(`ends as failed if every event to ${stage} is lost`, async () => {
      const { arn } = findStageQueue(cloud.cloud, stage);
      cloud.faults.undelivered.add(arn);
      const jobId = await uploaded(() => undefined);
      cloud.faults.undelivered.clear();
      await ends(jobId, state, 'failed');
    });

  it('is counted in the metric of its alarm', () => {
    const alarm = cloud.cloud.graph.resources.find(
      ({ type, inputs }) =>
        type === 'aws:cloudwatch/metricAlarm:MetricAlarm' && inputs.metricName === 'JobsTimedOut',
    )!;
    const { service } = alarm.inputs.dimensions as { service: string };
    const logs = join(cloud.dataDir, 'logs');
    const lines = readdirSync(logs)
      .flatMap((name) => readFileSync(join(logs, name), 'utf8').split('\n'))
      .filter((line) => line.includes('JobsTimedOut') && line.includes('_aws'))
      .map((line) => JSON.parse(line) as Metric);
    const seen = lines.filter(
      (metric) =>
        metric.service === service &&
        metric._aws?.CloudWatchMetrics.some(
          ({ Namespace, Dimensions }) =>
            Namespace === alarm.inputs.namespace && Dimensions.some((names) => names.join() === 'service'),
        ),
    );
    const sum = seen.reduce((total, { JobsTimedOut = 0 }) => total + [JobsTimedOut].flat().length, 0);
    assert.ok(sum >= 3 && lines.length === seen.length, JSON.stringify(lines));
  });
});
