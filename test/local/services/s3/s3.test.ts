import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AwsEndpoint } from '../../../../local/aws/endpoint.ts';
import { passThrough } from '../../../../local/aws/interceptor.ts';
import { ADMINISTRATOR, buildAdministratorArn, Keyring } from '../../../../local/aws/keyring.ts';
import { MovableClock } from '../../../../local/clock.ts';
import { Iam } from '../../../../local/iam/iam.ts';
import { parsePolicy } from '../../../../local/iam/policy.ts';
import type { S3Event } from '../../../../local/services/s3/context.ts';
import { S3 } from '../../../../local/services/s3/s3.ts';

const ACCOUNT = '000000000000';
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/k`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/writer`;

describe('S3', () => {
  const folder = mkdtempSync(join(tmpdir(), 's3-'));
  const clock = new MovableClock();
  const keys = new Keyring('seed', ACCOUNT);
  const iam = new Iam({ accountId: ACCOUNT, region: 'us-east-1', now: () => clock.now() });
  const events: S3Event[] = [];
  const errors: unknown[] = [];
  let s3: S3;
  let server: Server;
  let endpoint: string;

  const open = () =>
    S3.open({
      ...{ dataDir: folder, clock, region: 'us-east-1', accountId: ACCOUNT, iam, keys },
      buckets: [
        {
          ...{ name: 'uploads', versioning: true, kmsKeyArn: KEY, eventBridge: true },
          cors: [
            {
              ...{ allowedOrigins: ['http://page'], allowedMethods: ['POST', 'GET'], allowedHeaders: ['*'] },
              ...{ exposeHeaders: ['ETag'], maxAgeSeconds: 60 },
            },
          ],
        },
      ],
      onObjectEvent: (event) => {
        events.push(event);
        return Promise.resolve();
      },
      onError: (error) => errors.push(error),
    });
  const client = (credentials: { accessKeyId: string; secretAccessKey: string } = ADMINISTRATOR) =>
    new S3Client({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
  const form = async (fields: Record<string, string>, content: string) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    body.set('file', new Blob([content]));
    return fetch(`${endpoint}/uploads`, { method: 'POST', body, headers: { origin: 'http://page' } });
  };

  before(async () => {
    iam.attach(
      buildAdministratorArn(ACCOUNT),
      parsePolicy({ Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }, 'admin'),
    );
    iam.setResourcePolicy(
      KEY,
      parsePolicy(
        {
          Statement: {
            ...{ Effect: 'Allow', Action: 'kms:*', Resource: '*' },
            Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          },
        },
        'key',
      ),
    );
    s3 = await open();
    const aws = new AwsEndpoint({
      keys,
      iam,
      interceptor: passThrough,
      onError: (error) => errors.push(error),
    });
    aws.register('s3', s3.service);
    server = createServer(aws.listener).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(async () => {
    server.closeAllConnections();
    server.close();
    await s3.close();
    clock.close();
    rmSync(folder, { recursive: true });
    assert.deepEqual(errors, []);
  });

  it('stores versions, reads ranges and sends events', async () => {
    const Bucket = 'uploads';
    const Key = 'uploads/t/ä b+c';
    const first = await client().send(new PutObjectCommand({ Bucket, Key, Body: 'hello world' }));
    const stream = Readable.from([Buffer.from('second ')], { objectMode: false });
    await client().send(new PutObjectCommand({ Bucket, Key, Body: stream, ContentLength: 7 }));
    const part = await client().send(
      new GetObjectCommand({ Bucket, Key, VersionId: first.VersionId, Range: 'bytes=6-' }),
    );
    assert.equal(await part.Body?.transformToString(), 'world');
    assert.equal(part.ContentRange, 'bytes 6-10/11');
    const newest = await client().send(new GetObjectCommand({ Bucket, Key }));
    assert.equal(await newest.Body?.transformToString(), 'second ');
    const detail = events[0]?.detail as { object: Record<string, unknown>; reason: string };
    assert.equal(detail.reason, 'PutObject');
    assert.deepEqual(
      { key: detail.object.key, size: detail.object.size, version: detail.object['version-id'] },
      { key: Key, size: 11, version: first.VersionId },
    );
    const { Versions } = await client().send(new ListObjectVersionsCommand({ Bucket, Prefix: 'uploads/' }));
    assert.deepEqual(
      Versions?.map(({ Size, IsLatest }) => [Size, IsLatest]),
      [
        [7, true],
        [11, false],
      ],
    );
    await client().send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: Versions.map(({ VersionId }) => ({ Key, VersionId })) },
      }),
    );
    assert.equal((await client().send(new ListObjectsV2Command({ Bucket }))).KeyCount, 0);
  });

  it('rejects a second write with If-None-Match', async () => {
    const put = () =>
      client().send(new PutObjectCommand({ Bucket: 'uploads', Key: 'once', Body: 'x', IfNoneMatch: '*' }));
    await put();
    await assert.rejects(put(), { name: 'PreconditionFailed' });
  });

  it('accepts a form that its policy allows and rejects others', async () => {
    const { fields } = await createPresignedPost(client(), {
      ...{ Bucket: 'uploads', Key: 'uploads/t/job', Expires: 60 },
      Conditions: [['content-length-range', 0, 5]],
    });
    const taken = await form(fields, 'bytes');
    assert.equal(taken.status, 204);
    assert.equal(taken.headers.get('access-control-allow-origin'), 'http://page');
    const blobs = readdirSync(join(folder, 's3/blobs')).length;
    const oversize = await form(fields, 'too much');
    assert.deepEqual(
      [oversize.status, /<Code>(\w+)/.exec(await oversize.text())?.[1]],
      [400, 'EntityTooLarge'],
    );
    assert.equal(readdirSync(join(folder, 's3/blobs')).length, blobs);
    assert.equal((await form({ ...fields, key: 'other' }, 'x')).status, 403);
    assert.equal((await form({ ...fields, 'X-Amz-Signature': '0'.repeat(64) }, 'x')).status, 403);
    assert.equal((await form({ ...fields, 'x-amz-meta-more': '1' }, 'x')).status, 403);
  });

  it('accepts presigned URLs until they expire', async () => {
    await client().send(new PutObjectCommand({ Bucket: 'uploads', Key: 'p', Body: 'presigned' }));
    const command = new GetObjectCommand({
      Bucket: 'uploads',
      Key: 'p',
      ResponseContentDisposition: 'attachment',
    });
    const good = await fetch(await getSignedUrl(client(), command, { expiresIn: 60 }));
    assert.equal(await good.text(), 'presigned');
    assert.equal(good.headers.get('content-disposition'), 'attachment');
    const past = new Date(Date.now() - 120_000);
    const late = await fetch(await getSignedUrl(client(), command, { expiresIn: 60, signingDate: past }));
    assert.deepEqual([late.status, (await late.text()).includes('Request has expired')], [403, true]);
  });

  it('names principal, action and resource of a denied request, and of the key', async () => {
    const put = () =>
      client(keys.createSession(ROLE)).send(new PutObjectCommand({ Bucket: 'uploads', Key: 'k', Body: 'x' }));
    const denied = (pattern: RegExp) => (error: S3ServiceException) =>
      error.name === 'AccessDenied' && pattern.test(error.message);
    await assert.rejects(
      put(),
      denied(/assumed-role\/writer.*s3:PutObject on resource: "arn:aws:s3:::uploads\/k"/),
    );
    iam.attach(
      ROLE,
      parsePolicy({ Statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: '*' } }, 'role'),
    );
    await assert.rejects(put(), denied(/kms:GenerateDataKey on resource: "arn:aws:kms/));
  });

  it('answers InvalidURI to a path that is not percent-encoded, for every method', async () => {
    for (const method of ['GET', 'PUT', 'OPTIONS']) {
      const answer = await fetch(`${endpoint}/uploads/%zz`, {
        method,
        headers: { origin: 'https://portal.example', 'access-control-request-method': 'PUT' },
      });
      const expected = method === 'OPTIONS' ? [403, 'AccessForbidden'] : [400, 'InvalidURI'];
      assert.deepEqual(
        [answer.status, /<Code>(\w+)<\/Code>/.exec(await answer.text())?.[1]],
        expected,
        method,
      );
    }
  });

  it('answers a wrong secret with SignatureDoesNotMatch', async () => {
    const wrong = client({ ...ADMINISTRATOR, secretAccessKey: 'wrong' });
    await assert.rejects(wrong.send(new ListObjectsV2Command({ Bucket: 'uploads' })), {
      name: 'SignatureDoesNotMatch',
    });
  });
});
