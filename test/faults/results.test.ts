import assert from 'node:assert/strict';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { type Job, type ListJobsResponse, resultKey } from '../../contract/index.ts';
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

  it('that is missing, forbidden or repaired changes state, ETag and list together', async () => {
    const { derivedBucket } = cloud.cloud.outputs;
    const job = await newJob(client);
    await postForm(job.upload, dicomFile({ rows: 44, columns: 40 }));
    await cloud.waitUntilIdle();
    const path = `/jobs/${job.jobId}`;
    const Key = resultKey('rekognition', 'results', job.jobId, 1);
    const billed = () =>
      cloud.calls.filter((call) => call.jobId === job.jobId && / Detect/.test(call.call)).length;
    const paid = billed();
    const before = await client.call('GET', path);
    const etag = before.headers.get('etag')!;
    const good = (await before.json()) as Job;
    assert.equal(good.state, 'completed');
    assert.equal((await client.call('GET', path, undefined, { 'if-none-match': etag })).status, 304);
    const { VersionId } = await cloud.s3.send(new DeleteObjectCommand({ Bucket: derivedBucket, Key }));

    const lost = await client.call('GET', path, undefined, { 'if-none-match': etag });
    assert.equal(lost.status, 200);
    const lostTag = lost.headers.get('etag')!;
    assert.notEqual(lostTag, etag);
    const broken = (await lost.json()) as Job;
    assert.deepEqual(
      [broken.state, broken.failedAnalyzers, broken.analyses['rekognition']?.error?.code, broken.error?.code],
      ['failed', ['rekognition'], 'invalid-result', 'invalid-result'],
    );
    assert.match(broken.error?.message ?? '', /is missing/);
    const list = (await (await client.call('GET', '/jobs')).json()) as ListJobsResponse;
    assert.equal(list.jobs.find(({ jobId }) => jobId === job.jobId)?.state, 'failed');

    // The document is repaired without any event: the next read sees it.
    await cloud.s3.send(new DeleteObjectCommand({ Bucket: derivedBucket, Key, VersionId }));
    const repaired = await client.call('GET', path, undefined, { 'if-none-match': lostTag });
    assert.deepEqual([repaired.status, ((await repaired.json()) as Job).state], [200, 'completed']);

    // Lost again, the analyzer runs alone, from the responses that were paid for.
    await cloud.s3.send(new DeleteObjectCommand({ Bucket: derivedBucket, Key }));
    const retry = await client.call('POST', `${path}/retry`, { analyzers: ['rekognition'] });
    assert.deepEqual([retry.status, await retry.json()], [202, { jobId: job.jobId, attempt: 2 }]);
    await cloud.waitUntilIdle();
    const again = (await (await client.call('GET', path)).json()) as Job;
    assert.deepEqual([again.state, again.attempt, again.failedAnalyzers], ['completed', 2, undefined]);
    assert.deepEqual(again.analyses['rekognition']?.labels, good.analyses['rekognition']?.labels);
    assert.equal(billed(), paid);
    const links = (await (await client.call('POST', `${path}/links`)).json()) as {
      renditions: { url: string }[];
    };
    assert.equal((await fetch(links.renditions[0]!.url)).status, 200);
    const refused = await client.call('POST', `${path}/retry`, { analyzers: ['rekognition'] });
    assert.deepEqual(
      [refused.status, ((await refused.json()) as { code: string }).code],
      [409, 'not-failed'],
    );
  });
});
