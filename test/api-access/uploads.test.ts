import assert from 'node:assert/strict';
import { CreateJobsResponse, Job, LinksResponse } from '../../contract/index.ts';
import { postForm, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { startTestCloud, newJob, type TestCloud, type Upload } from './support/testCloud.ts';

const MAX_BYTES = 20_000;
const image = (rows = 80): Uint8Array => dicomFile({ rows, columns: 90 });

describe('a presigned upload', function () {
  this.timeout(120_000);
  let testCloud: TestCloud;
  let client: ApiClient;
  let bucket: string;

  before(async () => {
    testCloud = await startTestCloud({}, { maxUploadBytes: String(MAX_BYTES) });
    client = await testCloud.client('north');
    bucket = testCloud.cloud.outputs.uploadsBucket;
  });
  after(() => testCloud.close());

  const stored = (jobId: string) => testCloud.versions(bucket, `uploads/north/${jobId}`);
  const stateOf = async (jobId: string) =>
    Job.parse(await (await client.call('GET', `/jobs/${jobId}`)).json()).state;
  const codeOf = async (answer: Response) => [
    answer.status,
    /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1],
  ];
  const withPolicy = (
    upload: Upload,
    change: (policy: { expiration: string; conditions: unknown[] }) => void,
  ) => {
    const policy = JSON.parse(Buffer.from(upload.fields['Policy']!, 'base64').toString()) as {
      expiration: string;
      conditions: unknown[];
    };
    change(policy);
    const Policy = Buffer.from(JSON.stringify(policy)).toString('base64');
    return { ...upload, fields: { ...upload.fields, Policy } };
  };

  it('accepts a file of the largest size and not a byte more', async () => {
    const { jobId, upload } = await newJob(client);
    const answer = await postForm(upload, new Uint8Array(MAX_BYTES + 1));
    assert.deepEqual(await codeOf(answer), [400, 'EntityTooLarge']);
    assert.deepEqual([await stored(jobId), await stateOf(jobId)], [[], 'awaiting-upload']);
    assert.equal((await postForm(upload, new Uint8Array(MAX_BYTES))).status, 204);
  });

  const changed: [string, (upload: Upload, other: Upload) => Upload, string][] = [
    ['to another job', (upload, other) => field(upload, 'key', other.fields['key']), 'AccessDenied'],
    [
      'to another tenant',
      (upload) => field(upload, 'key', upload.fields['key']!.replace('north', 'south')),
      'AccessDenied',
    ],
    ['to a key below', (upload) => field(upload, 'key', `${upload.fields['key']!}/more`), 'AccessDenied'],
    ['to a key of its file name', (upload) => field(upload, 'key', '${filename}'), 'AccessDenied'],
    ['to incoming/', (upload) => field(upload, 'key', 'incoming/north/x'), 'AccessDenied'],
    [
      'to another bucket',
      (upload) => ({ ...upload, url: upload.url.replace(/uploads/, 'derived') }),
      'NoSuchBucket',
    ],
    [
      'with an invalid signature',
      (upload) => field(upload, 'X-Amz-Signature', '0'.repeat(64)),
      'SignatureDoesNotMatch',
    ],
    ['without a signature', (upload) => field(upload, 'X-Amz-Signature', undefined), 'SignatureDoesNotMatch'],
    [
      'with the signature of another form',
      (upload, other) => field(upload, 'X-Amz-Signature', other.fields['X-Amz-Signature']),
      'SignatureDoesNotMatch',
    ],
    ['without a policy', (upload) => field(upload, 'Policy', undefined), 'AccessDenied'],
    [
      'with the policy of another form',
      (upload, other) => field(upload, 'Policy', other.fields['Policy']),
      'SignatureDoesNotMatch',
    ],
    [
      'with an end moved on',
      (upload) => withPolicy(upload, (policy) => (policy.expiration = '2999-01-01T00:00:00Z')),
      'SignatureDoesNotMatch',
    ],
    [
      'with a size made larger',
      (upload) =>
        withPolicy(upload, ({ conditions }) => {
          const range = conditions.find((one) => Array.isArray(one) && one[0] === 'content-length-range');
          (range as unknown[])[2] = 1e9;
        }),
      'SignatureDoesNotMatch',
    ],
    [
      'with the condition of its key gone',
      (upload) =>
        withPolicy(upload, (policy) => {
          policy.conditions = policy.conditions.filter((one) => !JSON.stringify(one).includes('"key"'));
        }),
      'SignatureDoesNotMatch',
    ],
    [
      'of an unknown access key',
      (upload) => field(upload, 'X-Amz-Credential', 'ASIANOBODY/20260101/us-east-1/s3/aws4_request'),
      'InvalidAccessKeyId',
    ],
    [
      'without the session',
      (upload) => field(upload, 'X-Amz-Security-Token', undefined),
      'InvalidAccessKeyId',
    ],
    ['with another date', (upload) => field(upload, 'X-Amz-Date', '20200101T000000Z'), 'AccessDenied'],
    ['with metadata', (upload) => field(upload, 'x-amz-meta-patient', 'DOE'), 'AccessDenied'],
    ['with tags', (upload) => field(upload, 'tagging', '<Tagging/>'), 'AccessDenied'],
    ['for everyone to read', (upload) => field(upload, 'acl', 'public-read'), 'AccessDenied'],
    ['with another type', (upload) => field(upload, 'Content-Type', 'text/html'), 'AccessDenied'],
    ['with a redirect', (upload) => field(upload, 'success_action_redirect', 'http://x/'), 'AccessDenied'],
  ];
  for (const [what, change, code] of changed)
    it(`is rejected ${what}`, async () => {
      const [own, other] = [await newJob(client), await newJob(client)];
      const before = await testCloud.versions(bucket);
      const [status, errorCode] = await codeOf(await postForm(change(own.upload, other.upload), image()));
      assert.equal(errorCode, code);
      assert.ok(Number(status) >= 400 && Number(status) < 500);
      assert.deepEqual(await testCloud.versions(bucket), before, 'nothing is stored');
      assert.deepEqual(
        [await stateOf(own.jobId), await stateOf(other.jobId)],
        ['awaiting-upload', 'awaiting-upload'],
      );
      assert.equal((await postForm(own.upload, image())).status, 204, 'the unchanged form is valid');
    });

  it('changes nothing the second time, and the second version is erased', async () => {
    const { jobId, upload } = await newJob(client);
    await postForm(upload, image());
    await testCloud.waitUntilIdle();
    const before: unknown = await (await client.call('GET', `/jobs/${jobId}`)).json();
    const versions = await stored(jobId);
    assert.equal((before as Job).state, 'completed');
    assert.equal(versions.length, 1);
    for (const second of [image(60), Buffer.from('no image'), new Uint8Array(0)]) {
      assert.equal((await postForm(upload, second)).status, 204, 'S3 knows of no job');
      await testCloud.waitUntilIdle();
      assert.deepEqual(await (await client.call('GET', `/jobs/${jobId}`)).json(), before);
      assert.deepEqual(await stored(jobId), versions);
    }
  });

  it('counts once among concurrent uploads: one version remains and determines the result', async () => {
    const { jobId, upload } = await newJob(client);
    const rows = [40, 50, 60, 70];
    await Promise.all(rows.map((each) => postForm(upload, image(each))));
    await testCloud.waitUntilIdle();
    const versions = await stored(jobId);
    assert.equal(versions.length, 1);
    const job = Job.parse(await (await client.call('GET', `/jobs/${jobId}`)).json());
    const links = LinksResponse.parse(await (await client.call('POST', `/jobs/${jobId}/links`)).json());
    const source = await (await fetch(links.source!.url)).arrayBuffer();
    assert.equal(job.state, 'completed');
    assert.ok(Buffer.from(source).equals(Buffer.from(image(job.image!.height))));
  });

  it('is erased if its job was deleted meanwhile', async () => {
    const { jobId, upload } = await newJob(client);
    assert.equal((await client.call('DELETE', `/jobs/${jobId}`)).status, 202);
    await postForm(upload, image());
    await testCloud.waitUntilIdle();
    assert.deepEqual(await stored(jobId), []);
  });

  it('needs a form, without which the bucket cannot be read or written', async () => {
    const { jobId, upload } = await newJob(client);
    await postForm(upload, image());
    await testCloud.waitUntilIdle();
    const url = `${upload.url}/uploads/north/${jobId}`;
    for (const method of ['GET', 'PUT', 'DELETE', 'HEAD'])
      assert.equal(
        (await fetch(url, { method, ...(method === 'PUT' ? { body: 'x' } : {}) })).status,
        403,
        method,
      );
    assert.equal((await fetch(`${upload.url}?list-type=2`)).status, 403);
    const links = LinksResponse.parse(await (await client.call('POST', `/jobs/${jobId}/links`)).json());
    const { jobId: other } = await newJob(client);
    const altered: [string, string | RegExp, string][] = [
      ['key', jobId, other],
      ['tenant', '/north/', '/south/'],
      ['end', /X-Amz-Expires=\d+/, 'X-Amz-Expires=604800'],
      ['version', /versionId=[^&]+&?/, ''],
      ['attachment', /response-content-disposition=[^&]+&?/, ''],
      ['signature', /X-Amz-Signature=[0-9a-f]+/, `X-Amz-Signature=${'0'.repeat(64)}`],
    ];
    assert.equal((await fetch(links.source!.url)).status, 200);
    for (const [what, from, to] of altered) {
      const forged = links.source!.url.replace(from, to);
      assert.notEqual(forged, links.source!.url, what);
      assert.equal((await fetch(forged)).status, 403, what);
    }
  });

  it('expires like a link, and a repeated request returns a new form', async () => {
    const { jobId, upload } = await newJob(client);
    const { jobId: linked, upload: taken } = await newJob(client);
    await postForm(taken, image());
    await testCloud.waitUntilIdle();
    const links = LinksResponse.parse(await (await client.call('POST', `/jobs/${linked}/links`)).json());
    await testCloud.advance(301_000);
    assert.equal((await fetch(links.source!.url)).status, 403);
    assert.equal((await fetch(links.renditions[0]!.url)).status, 403);
    await testCloud.advance(600_000);
    assert.deepEqual(await codeOf(await postForm(upload, image())), [403, 'AccessDenied']);
    assert.deepEqual(await stored(jobId), []);
    await testCloud.advance(600_000);
    assert.equal(await stateOf(jobId), 'expired');
    const again = { 'idempotency-key': 'late' };
    const first = CreateJobsResponse.parse(
      await (await client.call('POST', '/jobs', { files: [{}] }, again)).json(),
    ).jobs[0]!;
    await testCloud.advance(901_000);
    assert.equal((await postForm(first.upload, image())).status, 403);
    const second = CreateJobsResponse.parse(
      await (await client.call('POST', '/jobs', { files: [{}] }, again)).json(),
    ).jobs[0]!;
    assert.equal(second.jobId, first.jobId);
    assert.equal((await postForm(second.upload, image())).status, 204);
    await testCloud.waitUntilIdle();
    assert.equal(await stateOf(first.jobId), 'completed');
  });
});

/** Returns the form with one field changed or omitted. */
function field(upload: Upload, name: string, value: string | undefined): Upload {
  const others = Object.fromEntries(Object.entries(upload.fields).filter(([each]) => each !== name));
  return { ...upload, fields: value === undefined ? others : { ...others, [name]: value } };
}
