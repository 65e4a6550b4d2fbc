import { randomUUID } from 'node:crypto';
import { AwsError, notImplemented } from '../../aws/awsError.ts';
import type { Authorize } from '../../aws/types.ts';
import type { Clock } from '../../clock.ts';
import type { BucketDescription } from './description.ts';
import type { ObjectVersion } from './objectVersion.ts';
import type { PendingEvent, Store } from './store.ts';

/** The state that every operation shares. */
export interface S3Context {
  readonly store: Store;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly buckets: ReadonlyMap<string, BucketDescription>;
  /** Sends the event of an object to EventBridge. */
  readonly announce: (event: PendingEvent) => void;
}

/** An event as S3 sends it to EventBridge, without the fields that EventBridge adds. */
export interface S3Event extends PendingEvent {
  readonly source: 'aws.s3';
  readonly 'detail-type': string;
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: object;
}

/** Returns the bucket with that name; throws NoSuchBucket. */
export function requireBucket({ buckets }: S3Context, name: string): BucketDescription {
  const bucket = buckets.get(name);
  if (bucket === undefined)
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  return bucket;
}

export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;
export const objectArn = (bucket: string, key: string): string => `arn:aws:s3:::${bucket}/${key}`;

/** Checks that the caller may use a key through S3; throws AccessDenied. */
export function authorizeKey(
  { region }: S3Context,
  authorize: Authorize,
  action: 'kms:Decrypt' | 'kms:GenerateDataKey',
  keyArn: string | undefined,
  bucket: string,
): void {
  if (keyArn === undefined) return;
  authorize(action, keyArn, {
    'kms:ViaService': `s3.${region}.amazonaws.com`,
    'kms:EncryptionContext:aws:s3:arn': bucketArn(bucket),
  });
}

/** Chooses the key that encrypts a new object: the request's, or the bucket's. Throws for unsupported encryption. */
export function chooseEncryptionKey(
  bucket: BucketDescription,
  headers: Readonly<Record<string, unknown>>,
): string | undefined {
  const customer = Object.keys(headers).find((name) => name.includes('server-side-encryption-customer'));
  if (customer !== undefined) throw notImplemented(`the header ${customer}`);
  const wanted = headers['x-amz-server-side-encryption'];
  if (wanted === undefined) return bucket.kmsKeyArn;
  if (wanted === 'AES256') return undefined;
  if (wanted !== 'aws:kms') throw notImplemented(`the encryption ${JSON.stringify(wanted)}`);
  const key = headers['x-amz-server-side-encryption-aws-kms-key-id'] ?? bucket.kmsKeyArn;
  if (typeof key !== 'string' || !key.startsWith('arn:aws:kms:'))
    throw notImplemented('aws:kms without the ARN of a key');
  return key;
}

/** Creates an object's event. https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html */
export function createObjectEvent(
  context: S3Context,
  bucket: BucketDescription,
  version: ObjectVersion,
  what: { type: 'Object Created' | 'Object Deleted'; reason: string; deletion?: string; requestId: string },
): S3Event | undefined {
  if (!bucket.eventBridge) return undefined;
  const { clock, accountId } = context;
  const object = {
    key: version.key,
    ...(what.type === 'Object Created' ? { size: version.size } : {}),
    ...(version.marker || what.type === 'Object Deleted' ? {} : { etag: version.etag }),
    ...(version.versionId === 'null' ? {} : { 'version-id': version.versionId }),
    sequencer: version.sequencer,
  };
  return {
    id: randomUUID(),
    source: 'aws.s3',
    'detail-type': what.type,
    time: new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    resources: [bucketArn(bucket.name)],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object,
      'request-id': what.requestId,
      requester: accountId,
      'source-ip-address': '127.0.0.1',
      reason: what.reason,
      ...(what.deletion === undefined ? {} : { 'deletion-type': what.deletion }),
    },
  };
}
