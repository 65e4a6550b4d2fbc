import { AwsError } from '../../aws/awsError.ts';
import type { AwsRequest, AwsResponse } from '../../aws/types.ts';
import { ALGORITHMS } from './checksums.ts';
import { requireBucket, type S3Context } from './context.ts';
import { resolveCopySource } from './resolveCopySource.ts';
import type { Target } from './identifyOperation.ts';
import {
  parseAttributes,
  authorizeWrite,
  checkConditions,
  commitObject,
  buildVersionHeaders,
} from './writeObject.ts';
import { renderDocument } from './xml.ts';

/** The largest source of a CopyObject: 5 GiB. UploadPartCopy copies larger objects. */
const MAX_BYTES = 5 * 1024 ** 3;

export async function copyObject(
  context: S3Context,
  request: AwsRequest,
  target: Target,
): Promise<AwsResponse> {
  const { headers, authorize, requestId } = request;
  const bucket = requireBucket(context, target.bucket);
  const { source, version, byVersion } = resolveCopySource(context, request);
  const directive = headers['x-amz-metadata-directive'] ?? 'COPY';
  if (directive !== 'COPY' && directive !== 'REPLACE')
    throw new AwsError('InvalidArgument', 'Unknown metadata directive.');
  const given = parseAttributes(bucket, headers);
  if (version.size > MAX_BYTES)
    throw new AwsError('InvalidRequest', `The specified copy source is larger than ${MAX_BYTES} bytes`);
  const isItself = source.bucket === target.bucket && source.key === target.key && !byVersion;
  if (isItself && directive === 'COPY' && headers['x-amz-server-side-encryption'] === undefined)
    throw new AwsError(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  authorizeWrite(context, authorize, target, given.kmsKeyArn);
  checkConditions(context, target, headers);
  const attributes = directive === 'REPLACE' ? given : { ...version, kmsKeyArn: given.kmsKeyArn };
  const wanted = ALGORITHMS.find(
    (name) => name.toUpperCase() === String(headers['x-amz-checksum-algorithm'] ?? '').toUpperCase(),
  );
  const algorithms = wanted === undefined ? [] : [wanted];
  const bytes = version.size === 0 ? [] : context.store.blobs.read(version.blob);
  const stored = await context.store.blobs.write(bytes as AsyncIterable<Uint8Array>, algorithms);
  const copy = await commitObject(
    context,
    target,
    { headers: attributes.headers, metadata: attributes.metadata, kmsKeyArn: attributes.kmsKeyArn },
    stored,
    { reason: 'CopyObject', requestId, headers },
  );
  const { etag, ...rest } = buildVersionHeaders(copy);
  return {
    status: 200,
    headers: {
      'content-type': 'application/xml',
      ...rest,
      ...(version.versionId === 'null' ? {} : { 'x-amz-copy-source-version-id': version.versionId }),
    },
    body: renderDocument('CopyObjectResult', {
      ...{ LastModified: new Date(copy.lastModified).toISOString(), ETag: etag },
      ...Object.fromEntries(
        Object.entries(copy.checksums).map(([name, value]) => [`Checksum${name.toUpperCase()}`, value]),
      ),
    }),
  };
}
