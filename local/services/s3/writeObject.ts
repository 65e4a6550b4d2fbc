import type { IncomingHttpHeaders } from 'node:http';
import { AwsError, notImplemented } from '../../aws/awsError.ts';
import type { AwsRequest, AwsResponse, Authorize } from '../../aws/types.ts';
import { ALGORITHMS } from './checksums.ts';
import {
  authorizeKey,
  requireBucket,
  chooseEncryptionKey,
  objectArn,
  createObjectEvent,
  type S3Context,
} from './context.ts';
import type { BucketDescription } from './description.ts';
import {
  KEPT_HEADERS,
  type ObjectAttributes,
  type ObjectVersion,
  type StoredBytes,
} from './objectVersion.ts';
import type { Target } from './identifyOperation.ts';

/** The headers that ask for unsupported features. */
const UNSUPPORTED = [
  'x-amz-tagging',
  'x-amz-object-lock-mode',
  'x-amz-website-redirect-location',
  'x-amz-grant-read',
];

/** Parses the object's attributes from the headers of a PUT. Throws an error that names an unsupported one. */
export function parseAttributes(bucket: BucketDescription, headers: IncomingHttpHeaders): ObjectAttributes {
  const unsupported = UNSUPPORTED.find((name) => headers[name] !== undefined);
  if (unsupported !== undefined) throw notImplemented(`the header ${unsupported}`);
  const acl = headers['x-amz-acl'];
  if (acl !== undefined && acl !== 'bucket-owner-full-control')
    throw new AwsError('AccessControlListNotSupported', 'The bucket does not allow ACLs');
  const storage = headers['x-amz-storage-class'];
  if (storage !== undefined && storage !== 'STANDARD')
    throw notImplemented(`the storage class ${String(storage)}`);
  const kept = KEPT_HEADERS.flatMap((name) => {
    const value = headers[name];
    // `aws-chunked` is an encoding of the transfer, not of the object.
    const own = name === 'content-encoding' ? (value ?? '').replace(/(^|, ?)aws-chunked(, ?)?/, '') : value;
    return typeof own === 'string' && own !== '' ? [[name, own] as const] : [];
  });
  const metadata = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('x-amz-meta-') ? [[name.slice('x-amz-meta-'.length), String(value)] as const] : [],
  );
  return {
    headers: { 'content-type': 'binary/octet-stream', ...Object.fromEntries(kept) },
    metadata: Object.fromEntries(metadata),
    kmsKeyArn: chooseEncryptionKey(bucket, headers),
  };
}

/** Throws AccessDenied unless the caller may write the object and use its encryption key. */
export function authorizeWrite(
  context: S3Context,
  authorize: Authorize,
  { bucket, key }: Target,
  kmsKeyArn: string | undefined,
): void {
  authorize('s3:PutObject', objectArn(bucket, key));
  if (Buffer.byteLength(key) > 1024) throw new AwsError('KeyTooLongError', 'Your key is too long');
  authorizeKey(context, authorize, 'kms:GenerateDataKey', kmsKeyArn, bucket);
}

/**
 * Writes a body to disk and verifies the checksums of its headers and trailers.
 * @param also an algorithm to compute even if the request has no such checksum
 */
export async function storeBody(
  context: S3Context,
  request: AwsRequest,
  also?: string,
): Promise<StoredBytes> {
  const { headers, trailers } = request;
  const announced = String(headers['x-amz-trailer'] ?? '').toLowerCase();
  const given = (algorithm: string) =>
    trailers.get(`x-amz-checksum-${algorithm}`) ??
    (headers[`x-amz-checksum-${algorithm}`] as string | undefined);
  const algorithms = ALGORITHMS.filter(
    (algorithm) => given(algorithm) !== undefined || announced === `x-amz-checksum-${algorithm}`,
  );
  const length = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  const all = also === undefined ? algorithms : [...algorithms, also];
  return context.store.blobs.write(request.body, all, {
    check: (stored) => {
      if (length !== undefined && Number(length) !== stored.size)
        throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
      const md5 = headers['content-md5'];
      if (md5 !== undefined && md5 !== Buffer.from(stored.md5, 'hex').toString('base64'))
        throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.');
      for (const algorithm of algorithms)
        if (given(algorithm) !== stored.checksums[algorithm])
          throw new AwsError(
            'BadDigest',
            `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`,
          );
    },
  });
}

/** Throws PreconditionFailed where `If-None-Match: *` or `If-Match` do not hold. */
export function checkConditions(
  { store }: S3Context,
  { bucket, key }: Target,
  headers: IncomingHttpHeaders,
): void {
  const [none, match] = [headers['if-none-match'], headers['if-match']];
  if (none !== undefined && none !== '*') throw notImplemented('If-None-Match with a value other than *');
  const newest = store.current(bucket, key);
  const current = newest?.marker === true ? undefined : newest;
  if (match !== undefined && current === undefined)
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', 404, { Key: key });
  if ((none === '*' && current !== undefined) || (match !== undefined && match !== `"${current!.etag}"`))
    throw new AwsError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
      { Condition: none === undefined ? 'If-Match' : 'If-None-Match' },
    );
}

/** Makes stored bytes the newest version of a key, and sends its event. */
export async function commitObject(
  context: S3Context,
  { bucket: name, key }: Target,
  attributes: ObjectAttributes,
  stored: StoredBytes & { etag?: string },
  event: { reason: string; requestId: string; headers: IncomingHttpHeaders },
): Promise<ObjectVersion> {
  const { store, clock } = context;
  const bucket = requireBucket(context, name);
  try {
    // In the same tick as the write, so that one of two writers with If-None-Match fails.
    checkConditions(context, { bucket: name, key }, event.headers);
  } catch (error) {
    await store.blobs.remove(stored.blob);
    throw error;
  }
  const version: ObjectVersion = {
    ...attributes,
    bucket: name,
    key,
    versionId: store.newVersionId(bucket.versioning),
    marker: false,
    lastModified: clock.now(),
    sequencer: store.nextSequencer(),
    blob: stored.blob,
    size: stored.size,
    etag: stored.etag ?? stored.md5,
    checksums: stored.checksums,
  };
  const created = createObjectEvent(context, bucket, version, { type: 'Object Created', ...event });
  await store.put(version, created);
  if (created !== undefined) context.announce(created);
  return version;
}

/** Returns the response headers of the version that a write made. */
export const buildVersionHeaders = ({
  etag,
  versionId,
  kmsKeyArn,
  checksums,
}: ObjectVersion): Record<string, string> => ({
  etag: `"${etag}"`,
  ...(versionId === 'null' ? {} : { 'x-amz-version-id': versionId }),
  ...buildEncryptionHeaders(kmsKeyArn),
  ...Object.fromEntries(Object.entries(checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value])),
});

export const buildEncryptionHeaders = (kmsKeyArn: string | undefined): Record<string, string> =>
  kmsKeyArn === undefined
    ? { 'x-amz-server-side-encryption': 'AES256' }
    : {
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': kmsKeyArn,
      };

export async function putObject(
  context: S3Context,
  request: AwsRequest,
  target: Target,
): Promise<AwsResponse> {
  const attributes = parseAttributes(requireBucket(context, target.bucket), request.headers);
  authorizeWrite(context, request.authorize, target, attributes.kmsKeyArn);
  checkConditions(context, target, request.headers);
  const stored = await storeBody(context, request);
  const { requestId, headers } = request;
  const version = await commitObject(context, target, attributes, stored, {
    reason: 'PutObject',
    requestId,
    headers,
  });
  return { status: 200, headers: buildVersionHeaders(version) };
}
