import assert from 'node:assert/strict';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { Job, ListJobsResponse } from '../../contract/index.ts';
import { incomingJobId } from '../../handlers/jobs/ids.ts';
import type { ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { startFaultsCloud, type FaultsCloud } from './support/faultsCloud.ts';

/** The smallest part size of S3, except for the last part. */
const PART = 5 * 2 ** 20;

describe("a gateway's object", function () {
  this.timeout(120_000);
  let cloud: FaultsCloud;
  let client: ApiClient;
  let Bucket: string;
  const large = dicomFile({ rows: 2400, columns: 2300 });

  before(async () => {
    cloud = await startFaultsCloud();
    client = await cloud.client('gateway');
    Bucket = cloud.cloud.outputs.uploadsBucket;
  });

  const get = async (jobId: string): Promise<Job> =>
    (await (await client.call('GET', `/jobs/${jobId}`)).json()) as Job;
  /** Returns the S3 events of a key: the version and the reason. */
  const news = (key: string) =>
    cloud.events
      .filter((event) => event.source === 'aws.s3' && JSON.stringify(event.detail).includes(`"${key}"`))
      .map(({ detail }) => detail as { reason: string; object: { size: number; 'version-id': string } });

  it('is analyzed as one image of its tenant after a multipart upload', async () => {
    const Key = 'incoming/gateway/study 1/à+b.dcm';
    assert.ok(large.length > PART);
    const { UploadId } = await cloud.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const Parts = [];
    for (let at = 0; at < large.length; at += PART) {
      const PartNumber = at / PART + 1;
      const { ETag } = await cloud.s3.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: large.slice(at, at + PART) }),
      );
      Parts.push({ PartNumber, ETag });
    }
    await cloud.waitUntilIdle();
    assert.deepEqual(news(Key), [], 'nothing has happened until it is complete');
    const { VersionId } = await cloud.s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    await cloud.waitUntilIdle();
    assert.deepEqual(
      news(Key).map(({ reason, object }) => [reason, object.size, object['version-id']]),
      [['CompleteMultipartUpload', large.length, VersionId]],
    );
    const job = await get(incomingJobId(Bucket, Key, VersionId!));
    assert.deepEqual(
      [job.state, job.image?.format, job.image?.width, job.image?.height],
      ['completed', 'dicom', 2300, 2400],
    );
    const { jobs } = (await (await client.call('GET', '/jobs')).json()) as ListJobsResponse;
    assert.deepEqual(
      jobs.map(({ jobId }) => jobId),
      [job.jobId],
    );
  });

  it('is analyzed after a put or a copy, with a job for each version; objects elsewhere are not', async () => {
    const Body = dicomFile({ rows: 30, columns: 50 });
    const put = await cloud.s3.send(new PutObjectCommand({ Bucket, Key: 'incoming/gateway/a', Body }));
    await cloud.s3.send(new PutObjectCommand({ Bucket, Key: 'elsewhere/a', Body }));
    const copy = await cloud.s3.send(
      new CopyObjectCommand({ Bucket, Key: 'incoming/gateway/a', CopySource: `${Bucket}/elsewhere/a` }),
    );
    await cloud.waitUntilIdle();
    assert.deepEqual(
      news('incoming/gateway/a').map(({ reason }) => reason),
      ['PutObject', 'CopyObject'],
    );
    const ids = [put, copy].map(({ VersionId }) => incomingJobId(Bucket, 'incoming/gateway/a', VersionId!));
    assert.equal(new Set(ids).size, 2);
    for (const jobId of ids) assert.equal((await get(jobId)).state, 'completed');
    const { jobs } = (await (await client.call('GET', '/jobs')).json()) as ListJobsResponse;
    assert.equal(jobs.length, 3);
  });
});
