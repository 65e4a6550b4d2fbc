import { randomBytes } from 'node:crypto';
import { AwsError } from '../../../aws/awsError.ts';
import type { AwsRequest, AwsResponse } from '../../../aws/types.ts';
import { requireBucket, objectArn, type S3Context } from '../context.ts';
import type { Target } from '../identifyOperation.ts';
import type { Upload } from '../store.ts';
import { parseAttributes, authorizeWrite, buildEncryptionHeaders } from '../writeObject.ts';
import { renderDocument } from '../xml.ts';
import { parseUploadChecksum } from './checksumType.ts';

/** Returns the upload that the request names; throws NoSuchUpload. */
export function requireUpload(
  { store }: S3Context,
  { bucket, key }: Target,
  uploadId: string | null,
): Upload {
  const upload = store.uploads.get(uploadId ?? '');
  if (upload?.bucket !== bucket || upload.key !== key)
    throw new AwsError(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      404,
      { UploadId: uploadId ?? '' },
    );
  return upload;
}

export async function createMultipartUpload(
  context: S3Context,
  { headers, authorize }: AwsRequest,
  { bucket, key }: Target,
): Promise<AwsResponse> {
  const attributes = parseAttributes(requireBucket(context, bucket), headers);
  const checksum = parseUploadChecksum(headers);
  authorizeWrite(context, authorize, { bucket, key }, attributes.kmsKeyArn);
  const uploadId = randomBytes(48).toString('base64url');
  const initiated = context.clock.now();
  await context.store.beginUpload({
    ...attributes,
    ...{ uploadId, bucket, key, initiated },
    ...(checksum === undefined ? {} : { checksum }),
  });
  return {
    status: 200,
    headers: {
      'content-type': 'application/xml',
      ...buildEncryptionHeaders(attributes.kmsKeyArn),
      ...(checksum === undefined
        ? {}
        : {
            'x-amz-checksum-algorithm': checksum.algorithm.toUpperCase(),
            'x-amz-checksum-type': checksum.type,
          }),
    },
    body: renderDocument('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: uploadId }),
  };
}

export async function abortMultipartUpload(
  context: S3Context,
  { query, authorize }: AwsRequest,
  target: Target,
): Promise<AwsResponse> {
  requireBucket(context, target.bucket);
  authorize('s3:AbortMultipartUpload', objectArn(target.bucket, target.key));
  await context.store.endUpload(requireUpload(context, target, query.get('uploadId')));
  return { status: 204 };
}

/** The most parts on one page of a list. */
const PAGE = 1000;

export function listParts(context: S3Context, { query, authorize }: AwsRequest, target: Target): AwsResponse {
  requireBucket(context, target.bucket);
  authorize('s3:ListMultipartUploadParts', objectArn(target.bucket, target.key));
  const upload = requireUpload(context, target, query.get('uploadId'));
  const marker = Number(query.get('part-number-marker') ?? 0);
  const max = Math.min(PAGE, Number(query.get('max-parts') ?? PAGE));
  const after = [...upload.parts].filter(([number]) => number > marker).sort(([a], [b]) => a - b);
  const page = after.slice(0, max);
  const checksum = upload.checksum;
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: renderDocument('ListPartsResult', {
      ...{ Bucket: target.bucket, Key: target.key, UploadId: upload.uploadId, StorageClass: 'STANDARD' },
      ...{ PartNumberMarker: marker, NextPartNumberMarker: page.at(-1)?.[0] ?? 0, MaxParts: max },
      IsTruncated: after.length > page.length,
      ...(checksum === undefined
        ? {}
        : { ChecksumAlgorithm: checksum.algorithm.toUpperCase(), ChecksumType: checksum.type }),
      Part: page.map(([number, part]) => ({
        PartNumber: number,
        LastModified: new Date(part.lastModified).toISOString(),
        ETag: `"${part.md5}"`,
        Size: part.size,
        ...Object.fromEntries(
          Object.entries(part.checksums).map(([name, value]) => [`Checksum${name.toUpperCase()}`, value]),
        ),
      })),
    }),
  };
}
