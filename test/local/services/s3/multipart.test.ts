import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
  type CreateMultipartUploadCommandInput,
} from '@aws-sdk/client-s3';
import { s3Service, type S3Service } from './support/s3Service.ts';

const MIB = 1024 ** 2;
const Bucket = 'uploads';
const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest();

describe('S3 multipart uploads', () => {
  let service: S3Service;
  let s3: S3Client;
  const big = Buffer.alloc(5 * MIB, 7);
  const small = Buffer.from('the end');

  before(async () => {
    service = await s3Service();
    s3 = service.client();
  });
  after(() => service.close());

  const begin = async (Key: string, more: Partial<CreateMultipartUploadCommandInput> = {}) => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...more }));
    return { Bucket, Key, UploadId: UploadId! };
  };
  const part = async (
    upload: Awaited<ReturnType<typeof begin>>,
    PartNumber: number,
    Body: Uint8Array,
    more = {},
  ) => {
    const answer = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body, ...more }));
    const { ETag, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME } = answer;
    return { PartNumber, ETag: ETag!, ChecksumCRC32, ChecksumSHA256, ChecksumCRC64NVME };
  };
  const complete = (upload: Awaited<ReturnType<typeof begin>>, Parts: object[], more = {}) =>
    s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, ...more }));
  const blobs = () => readdirSync(join(service.folder, 's3/blobs')).length;

  it('join parts, tag the object by their MD5s, and send one event', async () => {
    const before = blobs();
    const seen = service.events.length;
    const upload = await begin('incoming/t/large', {
      ContentType: 'application/dicom',
      Metadata: { a: 'b' },
    });
    const parts = [await part(upload, 7, small), await part(upload, 2, big)].reverse();
    // A part with the same number replaces the first one.
    parts[1] = await part(upload, 7, Buffer.from('THE END'));
    assert.equal(service.events.length, seen, 'nothing is there yet');
    await assert.rejects(s3.send(new HeadObjectCommand({ Bucket, Key: upload.Key })), { name: 'NotFound' });
    const done = await complete(upload, parts);
    const etag = createHash('md5')
      .update(Buffer.concat([md5(big), md5(Buffer.from('THE END'))]))
      .digest('hex');
    assert.equal(done.ETag, `"${etag}-2"`);
    assert.ok(done.VersionId);
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: upload.Key }));
    assert.deepEqual(
      [read.ContentType, read.Metadata, read.ContentLength],
      ['application/dicom', { a: 'b' }, 5 * MIB + 7],
    );
    const bytes = Buffer.from(await read.Body!.transformToByteArray());
    assert.ok(bytes.equals(Buffer.concat([big, Buffer.from('THE END')])));
    const [event, ...others] = service.events.slice(seen);
    const detail = event?.detail as { reason: string; object: { etag: string; size: number } };
    assert.deepEqual(
      [detail.reason, detail.object.etag, detail.object.size, others.length],
      ['CompleteMultipartUpload', `${etag}-2`, 5 * MIB + 7, 0],
    );
    assert.equal(blobs(), before + 1, 'no part is left over');
    await assert.rejects(complete(upload, parts), { name: 'NoSuchUpload' });
  });

  it('continue after a restart and list their parts', async () => {
    const upload = await begin('incoming/t/again');
    const first = await part(upload, 1, big);
    await service.restart();
    const { Parts, IsTruncated } = await s3.send(new ListPartsCommand({ ...upload }));
    assert.deepEqual(
      [Parts?.map(({ PartNumber, ETag, Size }) => [PartNumber, ETag, Size]), IsTruncated],
      [[[1, first.ETag, 5 * MIB]], false],
    );
    const done = await complete(upload, [first, await part(upload, 2, small)]);
    assert.match(done.ETag!, /^"[0-9a-f]{32}-2"$/);
  });

  it('are removed with their parts when aborted', async () => {
    const before = blobs();
    const upload = await begin('incoming/t/gone');
    const first = await part(upload, 1, small);
    await s3.send(new AbortMultipartUploadCommand(upload));
    assert.equal(blobs(), before);
    await assert.rejects(part(upload, 2, small), { name: 'NoSuchUpload' });
    await assert.rejects(complete(upload, [first]), { name: 'NoSuchUpload' });
    await assert.rejects(s3.send(new AbortMultipartUploadCommand(upload)), { name: 'NoSuchUpload' });
    assert.equal(blobs(), before);
  });

  it('reject the requests that AWS rejects and stay usable', async () => {
    const upload = await begin('incoming/t/picky');
    const one = await part(upload, 1, small);
    const two = await part(upload, 2, small);
    await assert.rejects(complete(upload, [one, two]), { name: 'EntityTooSmall' });
    await assert.rejects(complete(upload, [two, one]), { name: 'InvalidPartOrder' });
    await assert.rejects(complete(upload, [one, one]), { name: 'InvalidPartOrder' });
    await assert.rejects(complete(upload, [{ ...one, ETag: '"0"' }]), { name: 'InvalidPart' });
    await assert.rejects(complete(upload, [{ ...one, PartNumber: 3 }]), { name: 'InvalidPart' });
    await assert.rejects(complete(upload, []), { name: 'MalformedXML' });
    await assert.rejects(complete(upload, [one], { MpuObjectSize: 8 }), { name: 'InvalidRequest' });
    for (const number of [0, 10_001])
      await assert.rejects(part(upload, number, small), { name: 'InvalidArgument' });
    await assert.rejects(part({ ...upload, Key: 'incoming/t/other' }, 1, small), { name: 'NoSuchUpload' });
    assert.ok((await complete(upload, [one])).ETag);
    const late = await begin('incoming/t/picky');
    const parts = [await part(late, 1, small)];
    await assert.rejects(complete(late, parts, { IfNoneMatch: '*' }), { name: 'PreconditionFailed' });
  });

  it('make one object of two concurrent completions', async () => {
    const seen = service.events.length;
    const upload = await begin('incoming/t/twice');
    const parts = [await part(upload, 1, big), await part(upload, 2, small)];
    const settled = await Promise.allSettled([complete(upload, parts), complete(upload, parts)]);
    assert.deepEqual(settled.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    assert.equal(service.events.length, seen + 1);
  });

  it('verify the checksums of parts', async () => {
    const upload = await begin('incoming/t/sums', { ChecksumAlgorithm: 'SHA256' });
    const parts = [
      await part(upload, 1, big, { ChecksumAlgorithm: 'SHA256' }),
      await part(upload, 2, small, { ChecksumAlgorithm: 'SHA256' }),
    ];
    await assert.rejects(part(upload, 3, small, { ChecksumAlgorithm: 'CRC32' }), { name: 'InvalidRequest' });
    await assert.rejects(
      complete(
        upload,
        parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })),
      ),
      {
        name: 'InvalidRequest',
      },
    );
    const done = await complete(upload, parts);
    const sums = [big, small].map((bytes) => createHash('sha256').update(bytes).digest());
    const whole = createHash('sha256').update(Buffer.concat(sums)).digest('base64');
    assert.equal(done.ChecksumSHA256, `${whole}-2`);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: upload.Key, ChecksumMode: 'ENABLED' }));
    assert.deepEqual([head.ChecksumSHA256, head.ChecksumType], [`${whole}-2`, 'COMPOSITE']);
  });

  it('verify a full-object checksum, as the AWS CLI requests it', async () => {
    const upload = await begin('incoming/t/whole', { ChecksumAlgorithm: 'CRC64NVME' });
    const more = { ChecksumAlgorithm: 'CRC32' } as const;
    await assert.rejects(part(upload, 1, big, more), { name: 'InvalidRequest' });
    const crc32 = await begin('incoming/t/whole', {
      ChecksumAlgorithm: 'CRC32',
      ChecksumType: 'FULL_OBJECT',
    });
    const parts = [await part(crc32, 1, big, more), await part(crc32, 2, small, more)];
    await assert.rejects(complete(crc32, parts, { ChecksumCRC32: 'AAAAAA==' }), { name: 'BadDigest' });
    const done = await complete(crc32, parts);
    const put = await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'same',
        Body: Buffer.concat([big, small]),
        ChecksumAlgorithm: 'CRC32',
      }),
    );
    assert.deepEqual([done.ChecksumCRC32, done.ChecksumType], [put.ChecksumCRC32, 'FULL_OBJECT']);
    await assert.rejects(begin('x', { ChecksumAlgorithm: 'SHA1', ChecksumType: 'FULL_OBJECT' }), {
      name: 'InvalidRequest',
    });
  });

  it('copy an object with its headers or new ones, and name the reason in the event', async () => {
    const Key = 'incoming/t/ä original+1';
    const first = await s3.send(
      new PutObjectCommand({ Bucket, Key, Body: 'first', ContentType: 'image/png', Metadata: { a: 'b' } }),
    );
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'second' }));
    const CopySource = `${Bucket}/${encodeURIComponent(Key)}?versionId=${first.VersionId!}`;
    const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    assert.equal(copied.CopyObjectResult?.ETag, first.ETag);
    assert.equal(copied.CopySourceVersionId, first.VersionId);
    assert.equal((service.events.at(-1)?.detail as { reason: string }).reason, 'CopyObject');
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: 'copy' }));
    assert.deepEqual(
      [await read.Body!.transformToString(), read.ContentType, read.Metadata],
      ['first', 'image/png', { a: 'b' }],
    );
    await s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'copy',
        CopySource,
        MetadataDirective: 'REPLACE',
        Metadata: { c: 'd' },
      }),
    );
    const anew = await s3.send(new HeadObjectCommand({ Bucket, Key: 'copy' }));
    assert.deepEqual([anew.ContentType, anew.Metadata], ['binary/octet-stream', { c: 'd' }]);
    const to = { Bucket, Key: 'copy' };
    await assert.rejects(s3.send(new CopyObjectCommand({ ...to, CopySource: `${Bucket}/copy` })), {
      name: 'InvalidRequest',
    });
    await assert.rejects(s3.send(new CopyObjectCommand({ ...to, CopySource: `${Bucket}/none` })), {
      name: 'NoSuchKey',
    });
    await assert.rejects(s3.send(new CopyObjectCommand({ ...to, CopySource: 'none/none' })), {
      name: 'NoSuchBucket',
    });
    await assert.rejects(s3.send(new CopyObjectCommand({ ...to, CopySource, CopySourceIfMatch: '"0"' })), {
      name: 'PreconditionFailed',
    });
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    await assert.rejects(
      s3.send(new CopyObjectCommand({ ...to, CopySource: `${Bucket}/${encodeURIComponent(Key)}` })),
      { name: 'NoSuchKey' },
    );
  });

  it('copy a range of an object as a part', async () => {
    await s3.send(
      new PutObjectCommand({ Bucket: 'plain', Key: 'source', Body: Buffer.concat([big, small]) }),
    );
    const upload = await begin('incoming/t/parts-copied');
    const copy = (PartNumber: number, CopySourceRange: string) =>
      s3.send(
        new UploadPartCopyCommand({ ...upload, PartNumber, CopySource: 'plain/source', CopySourceRange }),
      );
    const one = await copy(1, `bytes=0-${5 * MIB - 1}`);
    const two = await copy(2, `bytes=${5 * MIB}-${5 * MIB + 6}`);
    assert.equal(two.CopyPartResult?.ETag, `"${md5(small).toString('hex')}"`);
    await assert.rejects(copy(3, `bytes=0-${5 * MIB + 7}`), { name: 'InvalidArgument' });
    await complete(upload, [
      { PartNumber: 1, ETag: one.CopyPartResult?.ETag },
      { PartNumber: 2, ETag: two.CopyPartResult.ETag },
    ]);
    const read = await s3.send(new GetObjectCommand({ Bucket, Key: upload.Key, Range: 'bytes=-9' }));
    assert.deepEqual(
      Buffer.from(await read.Body!.transformToByteArray()),
      Buffer.concat([Buffer.alloc(2, 7), small]),
    );
  });
});
