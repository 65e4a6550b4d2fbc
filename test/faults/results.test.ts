import assert from 'node:assert/strict';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { type Job, resultKey } from '../../contract/index.ts';
import { newJob } from '../api-access/support/testCloud.ts';
import { administrator } from '../support/administrator.ts';
import { postForm, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { startFaultsCloud, type FaultsCloud } from './support/faultsCloud.ts';

/** The largest result that is read. */
const MAX_BYTES = 6 * 2 ** 20;

describe('the result of a third-party analyzer', function () {
  this.timeout(120_000);
  let cloud: FaultsCloud;
  let client: ApiClient;
  let bus: EventBridgeClient;
  let jobId: string;

  before(async () => {
    cloud = await startFaultsCloud();
    client = await cloud.client('results');
    bus = new EventBridgeClient(administrator(cloud.cloud.outputs));
    const job = await newJob(client);
    jobId = job.jobId;
    assert.equal((await postForm(job.upload, dicomFile({ rows: 40, columns: 40 }))).status, 204);
    await cloud.waitUntilIdle();
  });
  after(() => bus.destroy());

  const result = (analyzer: string, more: object = {}) => ({
    ...{ version: 1, jobId, attempt: 1, analyzer, createdAt: '2026-01-01T00:00:00.000Z' },
    ...{ labels: [{ name: 'Found', confidence: 50, instances: [] }], text: [], ...more },
  });

  /** Writes a document for an analyzer, publishes its event, and returns the analysis from the API. */
  const analyzed = async (
    analyzer: string,
    document: string,
  ): Promise<Job['analyses'][string] | undefined> => {
    const { derivedBucket, eventBusName } = cloud.cloud.outputs;
    const key = resultKey(analyzer, 'results', jobId, 1);
    await cloud.s3.send(
      new PutObjectCommand({ Bucket: derivedBucket, Key: key, Body: Buffer.from(document) }),
    );
    const metadata = {
      ...{ version: 1, eventId: analyzer.padEnd(32, '0'), jobId, attempt: 1, tenant: 'results' },
      ...{ time: new Date(cloud.clock.now()).toISOString(), causationId: 'test' },
    };
    const data = { analyzer, result: { bucket: derivedBucket, key }, counts: { labels: 1, text: 0 } };
    const { FailedEntryCount } = await bus.send(
      new PutEventsCommand({
        Entries: [
          {
            ...{ EventBusName: eventBusName, Source: `dicom-analyzer.${analyzer}` },
            ...{ DetailType: 'Image Analyzed', Detail: JSON.stringify({ metadata, data }) },
          },
        ],
      }),
    );
    assert.equal(FailedEntryCount, 0);
    await cloud.waitUntilIdle();
    const answer = await client.call('GET', `/jobs/${jobId}`);
    assert.equal(answer.status, 200);
    const job = (await answer.json()) as Job;
    assert.equal(job.state, 'completed');
    assert.equal(job.analyses['rekognition']?.state, 'succeeded', 'the others are shown beside it');
    return job.analyses[analyzer];
  };

  it('is read up to a bound, beyond which its analysis fails with a reason', async () => {
    const text = JSON.stringify(result('abc'));
    const least = await analyzed('abc', text.padEnd(MAX_BYTES, ' '));
    assert.deepEqual([least?.state, least?.labels[0]?.name], ['succeeded', 'Found']);
    const most = await analyzed('abd', JSON.stringify(result('abd')).padEnd(MAX_BYTES + 1, ' '));
    assert.deepEqual([most?.state, most?.labels, most?.error?.code], ['failed', [], 'invalid-result']);
    assert.match(most?.error?.message ?? '', /exceeds 6291456 bytes/);
  });

  it('fails only its own analysis if it is invalid', async () => {
    const broken: [string, string][] = [
      ['aba', ''],
      ['abb', '{'],
      ['abe', '['.repeat(1_000_000)],
      ['abf', JSON.stringify(result('other'))],
      ['bab', JSON.stringify(result('bab', { jobId: '0'.repeat(32) }))],
      ['bac', JSON.stringify(result('bac', { labels: [{ name: '', confidence: 101, instances: [] }] }))],
      ['bad', JSON.stringify(result('bad', { text: [{ frame: 0, confidence: 1, box: { left: 2 } }] }))],
    ];
    for (const [analyzer, document] of broken) {
      const analysis = await analyzed(analyzer, document);
      assert.deepEqual(
        [analyzer, analysis?.state, analysis?.error?.code],
        [analyzer, 'failed', 'invalid-result'],
      );
    }
  });
});
