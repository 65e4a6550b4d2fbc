import { AwsError } from '../../aws/awsError.ts';
import type { Authorize, AwsRequest, AwsResponse } from '../../aws/types.ts';
import { authorizeKey, bucketArn, requireBucket, objectArn, type S3Context } from './context.ts';
import type { ObjectVersion } from './objectVersion.ts';
import type { Target } from './identifyOperation.ts';
import { buildVersionHeaders } from './writeObject.ts';

const OVERRIDES = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];

/** Returns the version that the caller may read; throws AccessDenied, NoSuchKey, NoSuchVersion or MethodNotAllowed. */
export function authorizeRead(
  context: S3Context,
  authorize: Authorize,
  { bucket, key }: Target,
  versionId: string | undefined,
): ObjectVersion {
  requireBucket(context, bucket);
  authorize(versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', objectArn(bucket, key));
  const version =
    versionId === undefined ? context.store.current(bucket, key) : context.store.find(bucket, key, versionId);
  if (version === undefined || (version.marker && versionId === undefined)) {
    // Without ListBucket a caller must not learn that a key does not exist (API reference, GetObject).
    authorize('s3:ListBucket', bucketArn(bucket), { 's3:prefix': key });
    throw versionId === undefined
      ? new AwsError('NoSuchKey', 'The specified key does not exist.', 404, {
          Key: key,
          ...(version === undefined ? {} : { DeleteMarker: 'true' }),
        })
      : new AwsError('NoSuchVersion', 'The specified version does not exist.', 404, {
          Key: key,
          VersionId: versionId,
        });
  }
  if (version.marker)
    throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  authorizeKey(context, authorize, 'kms:Decrypt', version.kmsKeyArn, bucket);
  return version;
}

/** Answers GetObject and HeadObject. */
export function getObject(context: S3Context, request: AwsRequest, target: Target): AwsResponse {
  const { headers, query, caller } = request;
  const version = authorizeRead(context, request.authorize, target, query.get('versionId') ?? undefined);
  const overrides = OVERRIDES.flatMap((name) => {
    const value = query.get(`response-${name}`);
    return value === null ? [] : [[name, value] as const];
  });
  if (overrides.length > 0 && caller.kind === 'anonymous')
    throw new AwsError(
      'InvalidRequest',
      'Request specific response headers cannot be used for anonymous GET requests.',
    );
  const { checksums, ...rest } = version;
  const range = parseRange(headers.range, version.size);
  const wantsChecksum = headers['x-amz-checksum-mode'] === 'ENABLED' && range === undefined;
  const common = {
    ...buildVersionHeaders({ ...rest, checksums: wantsChecksum ? checksums : {} }),
    ...(wantsChecksum ? { 'x-amz-checksum-type': getChecksumType(checksums) } : {}),
    'last-modified': new Date(version.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    ...version.headers,
    ...Object.fromEntries(
      Object.entries(version.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
    ),
    ...Object.fromEntries(overrides),
  };
  const condition = evaluateConditions(headers, version);
  if (condition === 304) return { status: 304, headers: common };
  if (condition === 412)
    throw new AwsError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
    );
  const { start, end } = range ?? { start: 0, end: version.size - 1 };
  const length = end - start + 1;
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      ...common,
      'content-length': String(length),
      ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${version.size}` }),
    },
    ...(length === 0 || request.method === 'HEAD'
      ? {}
      : { body: context.store.blobs.read(version.blob, { start, end }) }),
  };
}

/** Returns the checksum type: a composite checksum ends in the number of its parts. */
const getChecksumType = (checksums: ObjectVersion['checksums']): string =>
  Object.values(checksums).some((value) => /-\d+$/.test(value)) ? 'COMPOSITE' : 'FULL_OBJECT';

/** Evaluates the conditions of a read. */
export function evaluateConditions(
  headers: AwsRequest['headers'],
  { etag, lastModified }: ObjectVersion,
): 200 | 304 | 412 {
  const lists = (value: string) => value.split(',').map((each) => each.trim().replace(/^W\//, ''));
  const matches = (value: string) =>
    lists(value).some((each) => each === '*' || each.replaceAll('"', '') === etag);
  const seconds = Math.floor(lastModified / 1000) * 1000;
  const [match, none] = [headers['if-match'], headers['if-none-match']];
  if (match !== undefined && !matches(match)) return 412;
  const unmodified = headers['if-unmodified-since'];
  if (match === undefined && unmodified !== undefined && seconds > Date.parse(unmodified)) return 412;
  if (none !== undefined) return matches(none) ? 304 : 200;
  const modified = headers['if-modified-since'];
  return modified !== undefined && seconds <= Date.parse(modified) ? 304 : 200;
}

/** Parses one range. S3 ignores a malformed range and rejects one that begins after the end. */
function parseRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  if (from !== '' && to !== '' && Number(to) < Number(from)) return undefined;
  if (start >= size || (from === '' && Number(to) === 0))
    throw new AwsError('InvalidRange', 'The requested range is not satisfiable', 416, {
      RangeRequested: header ?? '',
      ActualObjectSize: String(size),
    });
  return { start, end };
}
