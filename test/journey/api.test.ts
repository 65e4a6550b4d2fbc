import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { Jimp, JimpMime } from 'jimp';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Box, Job } from '../../contract/index.ts';
import { CreateJobsResponse, ListJobsResponse } from '../../contract/index.ts';
import { accessToken, apiClient, postForm, type ApiClient } from '../support/apiClient.ts';
import { administrator } from '../support/administrator.ts';
import { startLocalCloud, type LocalCloud } from '../support/localCloud.ts';
import { waitFor } from '../support/waitFor.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { overlap } from '../support/overlap.ts';

const photos = new URL('../../../shared/photos/', import.meta.url);

/** Returns the best overlap of an instance of the label with the expected box. */
function seenAt(job: Job, name: string, place: Box): number {
  const label = job.analyses.rekognition?.labels.find((one) => one.name === name);
  return Math.max(0, ...(label?.instances ?? []).map((instance) => overlap(instance.box, place)));
}

describe('the journey over the API', function () {
  this.timeout(180_000);
  let cloud: LocalCloud;
  let client: ApiClient;

  before(async () => {
    cloud = await startLocalCloud({ config: { keepDetectedText: 'true' } });
    client = await apiClient(cloud.outputs, 'journey');
  });
  after(async () => {
    assert.equal(await cloud.stop(), 0);
    cloud.remove();
  });

  /** Reads a photograph; skips the test if `../shared` is absent. */
  function photo(context: Mocha.Context, name: string): Uint8Array {
    const file = new URL(name, photos);
    if (!existsSync(file)) context.skip();
    return readFileSync(file);
  }

  it('finds the people and kites of a photograph at their positions', async function () {
    const job = await client.finished(await client.upload(photo(this, 'dogs.jpg')));
    assert.equal(job.state, 'completed', JSON.stringify(job.error));
    assert.deepEqual(
      { format: job.image?.format, width: job.image?.width, height: job.image?.height },
      { format: 'jpeg', width: 600, height: 399 },
    );
    const walker = { left: 50 / 600, top: 271 / 399, width: 24 / 600, height: 66 / 399 };
    const kite = { left: 264 / 600, top: 35 / 399, width: 34 / 600, height: 32 / 399 };
    assert.ok(seenAt(job, 'Person', walker) > 0.6, JSON.stringify(job.analyses));
    assert.ok(seenAt(job, 'Kite', kite) > 0.6, JSON.stringify(job.analyses));
  });

  it('finds a cat', async function () {
    const job = await client.finished(await client.upload(photo(this, 'chelsea.png')));
    assert.ok(
      seenAt(job, 'Cat', { left: 0, top: 0, width: 0.89, height: 1 }) > 0.8,
      JSON.stringify(job.analyses),
    );
  });

  it('finds the words of a page and keeps them with keepDetectedText', async function () {
    const job = await client.finished(await client.upload(photo(this, 'page.png')));
    const text = job.analyses.rekognition?.text ?? [];
    const heading = text.find((one) => one.text === 'segmentation');
    assert.ok(heading, text.map((one) => one.text).join(' '));
    assert.ok(
      overlap(heading.box, { left: 130 / 384, top: 12 / 191, width: 130 / 384, height: 22 / 191 }) > 0.5,
    );
  });

  it('analyzes a GIF', async () => {
    const gif = await new Jimp({ width: 120, height: 90, color: 0x3366ccff }).getBuffer(JimpMime.gif);
    const job = await client.finished(await client.upload(gif));
    assert.deepEqual([job.state, job.image?.format, job.image?.width], ['completed', 'gif', 120]);
  });

  it('analyzes a DICOM file and keeps only its safe tags', async () => {
    const bytes = dicomFile({ rows: 100, columns: 120, strings: { PatientName: 'Canary^Patient' } });
    const job = await client.finished(await client.upload(bytes));
    assert.equal(job.state, 'completed', JSON.stringify(job.error));
    assert.equal(job.image?.format, 'dicom');
    assert.equal(job.image.transferSyntax, '1.2.840.10008.1.2.1');
    assert.equal(job.image.tags?.Modality, 'OT');
    assert.ok(!JSON.stringify(job).includes('Canary'));
  });

  const rejected: [string, () => Promise<Uint8Array> | Uint8Array, string][] = [
    ['a text file', () => Buffer.from('no image at all, only words\n'.repeat(40)), 'unrecognised-format'],
    ['an empty file', () => new Uint8Array(0), 'empty'],
    [
      'a truncated JPEG',
      async () => {
        const whole = await new Jimp({ width: 300, height: 200, color: 0x884422ff }).getBuffer(JimpMime.jpeg);
        return whole.subarray(0, Math.floor(whole.length / 2));
      },
      'truncated',
    ],
    ['a DICOM file without pixels', () => dicomFile({ rows: 0, columns: 0 }), 'not-an-image'],
  ];
  for (const [what, bytes, code] of rejected) {
    it(`rejects ${what} with a code and a message`, async () => {
      const job = await client.finished(await client.upload(await bytes()));
      assert.equal(job.state, 'rejected');
      assert.equal(job.error?.code, code);
      assert.match(job.error.message, /^[A-Z].{20,}\.$/);
    });
  }

  it('rejects the upload of a file over the limit', async () => {
    const small = await startLocalCloud({ config: { maxUploadBytes: '100000' } });
    try {
      const other = await apiClient(small.outputs, 'journey');
      const answer = await other.call('POST', '/jobs', { files: [{}] });
      const { jobs } = CreateJobsResponse.parse(await answer.json());
      const rejected = await postForm(jobs[0]!.upload, new Uint8Array(100_001));
      assert.equal(rejected.status, 400);
      assert.match(await rejected.text(), /<Code>EntityTooLarge<\/Code>/);
    } finally {
      await small.stop();
      small.remove();
    }
  });

  it('analyzes an object that a gateway puts under incoming/TENANT/ and lists it for the tenant', async () => {
    const s3 = new S3Client(administrator(cloud.outputs));
    const png = await new Jimp({ width: 100, height: 100, color: 0x112233ff }).getBuffer(JimpMime.png);
    const Key = 'incoming/gateway-tenant/1f0e';
    await s3.send(new PutObjectCommand({ Bucket: cloud.outputs.uploadsBucket, Key, Body: png }));
    const gateway = await apiClient(cloud.outputs, 'gateway-tenant');
    const listed = await waitFor(
      'the job of the gateway',
      async () => {
        const { jobs } = ListJobsResponse.parse(await (await gateway.call('GET', '/jobs')).json());
        return jobs[0];
      },
      { limitMs: 30_000, everyMs: 200 },
    );
    assert.equal((await gateway.finished(listed.jobId)).state, 'completed');
    const others = ListJobsResponse.parse(await (await client.call('GET', '/jobs')).json());
    assert.ok(!others.jobs.some((job) => job.jobId === listed.jobId));
    await s3.send(new DeleteObjectCommand({ Bucket: cloud.outputs.uploadsBucket, Key }));
    s3.destroy();
  });

  it('hides a job from other tenants in every call', async () => {
    const png = await new Jimp({ width: 90, height: 90, color: 0x445566ff }).getBuffer(JimpMime.png);
    const jobId = await client.upload(png);
    await client.finished(jobId);
    const stranger = await apiClient(cloud.outputs, 'stranger');
    const calls: [string, string][] = [
      ['GET', ''],
      ['POST', '/links'],
      ['POST', '/retry'],
      ['DELETE', ''],
    ];
    for (const [method, tail] of calls) {
      const theirs = await stranger.call(method, `/jobs/${jobId}${tail}`);
      const none = await stranger.call(method, `/jobs/${'0'.repeat(32)}${tail}`);
      assert.equal(theirs.status, 404, `${method} ${tail}`);
      assert.equal(await theirs.text(), await none.text());
    }
    assert.deepEqual(await (await stranger.call('GET', '/jobs')).json(), { jobs: [] });
    assert.equal((await client.call('GET', `/jobs/${jobId}`)).status, 200);
  });

  it('answers 401 to a missing, a wrong and an expired token', async () => {
    const url = `${cloud.outputs.apiUrl}/jobs`;
    assert.equal((await fetch(url)).status, 401);
    const statusWith = async (token: string) =>
      (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status;
    assert.equal(await statusWith('not.a.token'), 401);
    const { tokenUrl } = cloud.outputs;
    // The token differs only in its time: only its age is rejected.
    assert.equal(await statusWith(await accessToken(tokenUrl, 'journey', { expires_in: '30' })), 200);
    assert.equal(await statusWith(await accessToken(tokenUrl, 'journey', { expires_in: '-1' })), 401);
  });

  it('hides a deleted job at once and erases it', async () => {
    const png = await new Jimp({ width: 90, height: 90, color: 0x778899ff }).getBuffer(JimpMime.png);
    const jobId = await client.upload(png);
    await client.finished(jobId);
    assert.equal((await client.call('DELETE', `/jobs/${jobId}`)).status, 202);
    assert.equal((await client.call('GET', `/jobs/${jobId}`)).status, 404);
  });
});
