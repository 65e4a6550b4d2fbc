import { buffer } from 'node:stream/consumers';
import { join } from 'node:path';
import { notImplemented, type AwsError } from '../../aws/awsError.ts';
import type { Keyring } from '../../aws/keyring.ts';
import type {
  AwsRequest,
  AwsResponse,
  AwsService,
  Caller,
  ContextInput,
  RawRequest,
} from '../../aws/types.ts';
import type { Clock } from '../../clock.ts';
import type { Iam } from '../../iam/iam.ts';
import { bucketArn, requireBucket, type S3Event } from './context.ts';
import { buildCorsHeaders, answerPreflight } from './cors.ts';
import { copyObject } from './copyObject.ts';
import { deleteObject, deleteObjects } from './deleteObject.ts';
import type { BucketDescription } from './description.ts';
import { listObjectsV2, listObjectVersions } from './listObjects.ts';
import { completeMultipartUpload } from './multipart/completeUpload.ts';
import { uploadPart, uploadPartCopy } from './multipart/parts.ts';
import { abortMultipartUpload, createMultipartUpload, listParts } from './multipart/uploads.ts';
import { parseBucketName, identifyOperation, parseTarget, type Target } from './identifyOperation.ts';
import { postObject, type PostContext } from './postObject.ts';
import { getObject, authorizeRead } from './readObject.ts';
import { Store, type PendingEvent } from './store.ts';
import { parseAttributes, commitObject, putObject } from './writeObject.ts';
import { renderDocument } from './xml.ts';

export interface S3Options {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
  readonly iam: Iam;
  readonly keys: Keyring;
  readonly buckets: readonly BucketDescription[];
  /** Sends an event to EventBridge. Until it succeeds once, the event is sent again, also after a restart. */
  readonly onObjectEvent: (event: S3Event) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

type Handler = (
  context: PostContext,
  request: AwsRequest,
  target: Target,
) => Promise<AwsResponse> | AwsResponse;

const OPERATIONS: Readonly<Record<string, Handler>> = {
  PutObject: putObject,
  PostObject: postObject,
  GetObject: getObject,
  HeadObject: getObject,
  CopyObject: copyObject,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
  ListParts: listParts,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  ListObjectsV2: listObjectsV2,
  ListObjectVersions: listObjectVersions,
  HeadBucket: (context, { authorize }, { bucket }) => {
    requireBucket(context, bucket);
    authorize('s3:ListBucket', bucketArn(bucket));
    return { status: 200, headers: { 'x-amz-bucket-region': context.region } };
  },
  ListBuckets: ({ buckets, region }, { authorize }) => {
    authorize('s3:ListAllMyBuckets', '*');
    const Bucket = [...buckets.keys()].sort().map((Name) => ({ Name, BucketRegion: region }));
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: renderDocument('ListAllMyBucketsResult', { Buckets: { Bucket } }),
    };
  },
};

/** Serves S3 for the buckets of the program: stores object versions on disk and sends their events. */
export class S3 {
  readonly service: AwsService;
  readonly #context: PostContext;
  readonly #options: S3Options;

  private constructor(options: S3Options, store: Store) {
    const { clock, region, accountId, keys, iam } = options;
    this.#options = options;
    this.#context = {
      ...{ store, clock, region, accountId, keys, iam },
      buckets: new Map(options.buckets.map((bucket) => [bucket.name, bucket])),
      announce: (event) => void this.#announce(event).catch(options.onError),
    };
    const rules = (request: RawRequest) => {
      const bucket = parseBucketName(request);
      return bucket === undefined ? [] : (this.#context.buckets.get(bucket)?.cors ?? []);
    };
    this.service = {
      identifyOperation: identifyOperation,
      handle: (request) => this.#handle(request),
      buildErrorResponse: errorResponse,
      buildCorsHeaders: (request) => buildCorsHeaders(rules(request), request),
      answerPreflight: (request) => answerPreflight(rules(request), request),
    };
  }

  static async open(options: S3Options): Promise<S3> {
    return new S3(options, await Store.open(join(options.dataDir, 's3'), options.clock));
  }

  /** Sends the events that a crash prevented. */
  sendPendingEvents(): void {
    for (const event of [...this.#context.store.pendingEvents.values()]) this.#context.announce(event);
  }

  /** Reads an object with the caller's rights; throws AwsError as GetObject does. */
  async readObject(
    caller: Caller,
    bucket: string,
    key: string,
    versionId?: string,
    input: ContextInput = {},
  ): Promise<Buffer> {
    const version = authorizeRead(
      this.#context,
      (action, resource, more) =>
        this.#options.iam.authorize(caller, action, resource, { ...input, ...more }),
      { bucket, key },
      versionId,
    );
    return version.size === 0 ? Buffer.alloc(0) : buffer(this.#context.store.blobs.read(version.blob));
  }

  /** Puts an object of the program, unless an equal one exists. */
  async provision(target: Target, content: Buffer, headers: Readonly<Record<string, string>>): Promise<void> {
    const { store } = this.#context;
    const stored = await store.blobs.write([content], []);
    if (store.current(target.bucket, target.key)?.etag === stored.md5) {
      await store.blobs.remove(stored.blob);
      return;
    }
    const attributes = parseAttributes(requireBucket(this.#context, target.bucket), headers);
    const event = { reason: 'PutObject', requestId: 'PROVISIONED', headers: {} };
    await commitObject(this.#context, target, attributes, stored, event);
  }

  close(): Promise<void> {
    return this.#context.store.close();
  }

  async #handle(request: AwsRequest): Promise<AwsResponse> {
    const operation = identifyOperation(request);
    const handler = OPERATIONS[operation];
    if (handler === undefined) throw notImplemented(`S3's ${operation}`);
    return handler(this.#context, request, parseTarget(request));
  }

  async #announce(event: PendingEvent): Promise<void> {
    await this.#options.onObjectEvent(event as S3Event);
    await this.#context.store.announced(event.id);
  }
}

function errorResponse(error: unknown, { method, path, requestId }: RawRequest): AwsResponse {
  const {
    name,
    message,
    status,
    details = {},
  } = error as Omit<AwsError, 'details'> & { details?: AwsError['details'] };
  const headers = {
    'content-type': 'application/xml',
    ...(details.DeleteMarker === undefined ? {} : { 'x-amz-delete-marker': 'true' }),
  };
  if (method === 'HEAD') return { status, headers };
  const content = { Code: name, Message: message, ...details, Resource: path, RequestId: requestId };
  return { status, headers, body: renderDocument('Error', content).replace(/ xmlns="[^"]*"/, '') };
}
