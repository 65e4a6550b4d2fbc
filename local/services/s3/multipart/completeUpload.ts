import { buffer } from 'node:stream/consumers';
import { AwsError } from '../../../aws/awsError.ts';
import type { AwsRequest, AwsResponse } from '../../../aws/types.ts';
import { requireBucket, objectArn, type S3Context } from '../context.ts';
import type { StoredBytes } from '../objectVersion.ts';
import type { Target } from '../identifyOperation.ts';
import type { Upload } from '../store.ts';
import { checkConditions, commitObject, buildVersionHeaders } from '../writeObject.ts';
import { renderDocument, findElements, findText } from '../xml.ts';
import { computeCompositeChecksum, computeMultipartEtag } from './checksumType.ts';
import { requireUpload } from './uploads.ts';

/** The smallest part, except for the last: 5 MiB. https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
const MIN_PART_BYTES = 5 * 1024 ** 2;

/** The uploads that a request is completing: a second one at the same time must not make another object. */
const completing = new WeakSet<Upload>();

export async function completeMultipartUpload(
  context: S3Context,
  request: AwsRequest,
  target: Target,
): Promise<AwsResponse> {
  const { bucket, key } = target;
  const { headers, query, authorize, requestId } = request;
  requireBucket(context, bucket);
  authorize('s3:PutObject', objectArn(bucket, key));
  const upload = requireUpload(context, target, query.get('uploadId'));
  const parts = findParts(upload, (await buffer(request.body)).toString());
  checkSizes(parts, headers['x-amz-mp-object-size']);
  checkConditions(context, target, headers);
  if (completing.has(upload))
    throw new AwsError(
      'OperationAborted',
      'A conflicting conditional operation is currently in progress against this resource. Please try again.',
      409,
    );

  completing.add(upload);
  try {
    const stored = await joinParts(context, upload, parts, headers);
    const event = { reason: 'CompleteMultipartUpload', requestId, headers };
    const attributes = { headers: upload.headers, metadata: upload.metadata, kmsKeyArn: upload.kmsKeyArn };
    const version = await commitObject(context, target, attributes, stored, event);
    await context.store.endUpload(upload);
    const { etag, ...rest } = buildVersionHeaders(version);
    return {
      status: 200,
      headers: { 'content-type': 'application/xml', ...rest },
      body: renderDocument('CompleteMultipartUploadResult', {
        Location: `http://${headers.host ?? ''}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`,
        ...{ Bucket: bucket, Key: key, ETag: etag },
        ...Object.fromEntries(
          Object.entries(version.checksums).map(([name, value]) => [`Checksum${name.toUpperCase()}`, value]),
        ),
        ...(upload.checksum === undefined ? {} : { ChecksumType: upload.checksum.type }),
      }),
    };
  } finally {
    completing.delete(upload);
  }
}

/** Finds the uploaded parts of the request's list; throws MalformedXML, InvalidPartOrder or InvalidPart. */
function findParts(upload: Upload, xml: string): StoredBytes[] {
  const named = findElements(xml, 'Part');
  if (!/<(\w+:)?CompleteMultipartUpload[\s>]/.test(xml) || named.length === 0)
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or did not validate against our published schema',
    );
  let last = 0;
  return named.map((element) => {
    const number = Number(findText(element, 'PartNumber'));
    const etag = findText(element, 'ETag')?.replaceAll('"', '');
    if (!(number > last))
      throw new AwsError(
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      );
    last = number;
    const part = upload.parts.get(number);
    const algorithm = upload.checksum?.algorithm;
    const checksum = algorithm && findText(element, `Checksum${algorithm.toUpperCase()}`);
    if (
      part === undefined ||
      part.md5 !== etag ||
      (algorithm !== undefined && checksum !== undefined && checksum !== part.checksums[algorithm])
    )
      throw new AwsError(
        'InvalidPart',
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        400,
        { UploadId: upload.uploadId, PartNumber: String(number), ETag: etag ?? '' },
      );
    if (upload.checksum?.type === 'COMPOSITE' && checksum === undefined)
      throw new AwsError(
        'InvalidRequest',
        `The upload was created using a ${algorithm!} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    return part;
  });
}

function checkSizes(parts: readonly StoredBytes[], announced: string | string[] | undefined): void {
  const small = parts.slice(0, -1).findIndex(({ size }) => size < MIN_PART_BYTES);
  if (small >= 0)
    throw new AwsError(
      'EntityTooSmall',
      'Your proposed upload is smaller than the minimum allowed size',
      400,
      {
        ProposedSize: String(parts[small]!.size),
        MinSizeAllowed: String(MIN_PART_BYTES),
        PartNumber: String(small + 1),
        ETag: parts[small]!.md5,
      },
    );
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  if (announced !== undefined && Number(announced) !== size)
    throw new AwsError(
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${String(announced)} does not match what was computed: ${size}`,
    );
}

/** Joins all parts in one file, with the entity tag and checksum of a multipart object. */
async function joinParts(
  { store }: S3Context,
  { checksum }: Upload,
  parts: readonly StoredBytes[],
  headers: AwsRequest['headers'],
): Promise<StoredBytes & { etag: string }> {
  async function* bytes(): AsyncIterable<Uint8Array> {
    for (const { blob, size } of parts)
      if (size > 0) yield* store.blobs.read(blob) as AsyncIterable<Uint8Array>;
  }
  const whole = checksum?.type === 'FULL_OBJECT' ? [checksum.algorithm] : [];
  const composite =
    checksum?.type === 'COMPOSITE'
      ? { [checksum.algorithm]: computeCompositeChecksum(checksum.algorithm, parts) }
      : {};
  const stored = await store.blobs.write(bytes(), whole, {
    max: Infinity,
    check: ({ checksums }) => {
      for (const [name, value] of Object.entries({ ...checksums, ...composite })) {
        const given = headers[`x-amz-checksum-${name}`];
        if (given !== undefined && String(given).replace(/-\d+$/, '') !== value.replace(/-\d+$/, ''))
          throw new AwsError(
            'BadDigest',
            `The ${name.toUpperCase()} you specified did not match the calculated checksum.`,
          );
      }
    },
  });
  return { ...stored, checksums: { ...stored.checksums, ...composite }, etag: computeMultipartEtag(parts) };
}
