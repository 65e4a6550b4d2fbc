import { AwsError } from '../../../aws/awsError.ts';
import type { AwsRequest, AwsResponse } from '../../../aws/types.ts';
import { authorizeKey, requireBucket, objectArn, type S3Context } from '../context.ts';
import { resolveCopySource } from '../resolveCopySource.ts';
import type { Target } from '../identifyOperation.ts';
import type { Upload } from '../store.ts';
import { buildEncryptionHeaders, storeBody } from '../writeObject.ts';
import { renderDocument } from '../xml.ts';
import { requireUpload } from './uploads.ts';

const MAX_PARTS = 10_000;

/** Returns the upload and part number that the request names; throws AccessDenied unless the caller may write. */
function requirePart(
  context: S3Context,
  { query, authorize }: AwsRequest,
  target: Target,
): { upload: Upload; number: number } {
  requireBucket(context, target.bucket);
  authorize('s3:PutObject', objectArn(target.bucket, target.key));
  const number = Number(query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS)
    throw new AwsError(
      'InvalidArgument',
      `Part number must be an integer between 1 and ${MAX_PARTS}, inclusive`,
    );
  const upload = requireUpload(context, target, query.get('uploadId'));
  // Completing the upload reads the parts again (API reference, CreateMultipartUpload).
  authorizeKey(context, authorize, 'kms:Decrypt', upload.kmsKeyArn, target.bucket);
  return { upload, number };
}

/** Stores a part, unless the upload has ended meanwhile. */
async function storePart(
  context: S3Context,
  upload: Upload,
  number: number,
  part: Awaited<ReturnType<typeof storeBody>>,
) {
  if (!context.store.uploads.has(upload.uploadId)) {
    await context.store.blobs.remove(part.blob);
    requireUpload(context, upload, upload.uploadId);
  }
  await context.store.putPart(upload, number, part);
}

export async function uploadPart(
  context: S3Context,
  request: AwsRequest,
  target: Target,
): Promise<AwsResponse> {
  const { upload, number } = requirePart(context, request, target);
  const algorithm = upload.checksum?.algorithm;
  const part = await storeBody(context, request, algorithm);
  const other = Object.keys(part.checksums).find((name) => algorithm !== undefined && name !== algorithm);
  if (other !== undefined) {
    await context.store.blobs.remove(part.blob);
    throw new AwsError(
      'InvalidRequest',
      `Checksum Type mismatch occurred, expected checksum Type: ${algorithm!}, actual checksum Type: ${other}`,
    );
  }
  await storePart(context, upload, number, part);
  return {
    status: 200,
    headers: {
      etag: `"${part.md5}"`,
      ...buildEncryptionHeaders(upload.kmsKeyArn),
      ...Object.fromEntries(
        Object.entries(part.checksums).map(([name, value]) => [`x-amz-checksum-${name}`, value]),
      ),
    },
  };
}

export async function uploadPartCopy(
  context: S3Context,
  request: AwsRequest,
  target: Target,
): Promise<AwsResponse> {
  const { upload, number } = requirePart(context, request, target);
  const { version } = resolveCopySource(context, request);
  const range = parseCopyRange(request.headers['x-amz-copy-source-range'], version.size);
  const algorithm = upload.checksum?.algorithm;
  const bytes = version.size === 0 ? [] : context.store.blobs.read(version.blob, range);
  const part = await context.store.blobs.write(
    bytes as AsyncIterable<Uint8Array>,
    algorithm === undefined ? [] : [algorithm],
  );
  await storePart(context, upload, number, part);
  return {
    status: 200,
    headers: {
      'content-type': 'application/xml',
      ...buildEncryptionHeaders(upload.kmsKeyArn),
      ...(version.versionId === 'null' ? {} : { 'x-amz-copy-source-version-id': version.versionId }),
    },
    body: renderDocument('CopyPartResult', {
      LastModified: new Date(context.clock.now()).toISOString(),
      ETag: `"${part.md5}"`,
      ...Object.fromEntries(
        Object.entries(part.checksums).map(([name, value]) => [`Checksum${name.toUpperCase()}`, value]),
      ),
    }),
  };
}

/** Parses `bytes=first-last`, both within the source; undefined for the whole source. */
function parseCopyRange(
  header: string | string[] | undefined,
  size: number,
): { start: number; end: number } | undefined {
  if (header === undefined) return undefined;
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(String(header)) ?? [];
  const [start, end] = [Number(first), Number(last)];
  if (first === undefined || end < start)
    throw new AwsError(
      'InvalidArgument',
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    );
  if (end >= size)
    throw new AwsError('InvalidArgument', `Range specified is not valid for source object of size: ${size}`);
  return { start, end };
}
