import type { AwsRequest, AwsResponse } from '../../aws/types.ts';
import { AwsError } from '../../aws/awsError.ts';
import { bucketArn, requireBucket, type S3Context } from './context.ts';
import type { ObjectVersion } from './objectVersion.ts';
import type { Target } from './identifyOperation.ts';
import { compareKeys } from './sortedKeys.ts';
import { renderDocument, type XmlContent } from './xml.ts';

interface Page {
  readonly versions: readonly ObjectVersion[];
  readonly prefixes: readonly string[];
  /** The last entry of the page, if more follow. */
  readonly next: { key: string; versionId: string | undefined } | undefined;
}

interface Query {
  readonly prefix: string;
  readonly delimiter: string;
  readonly maxKeys: number;
  /** Returns true if a version comes after the start of the page. */
  readonly isAfter: (version: ObjectVersion) => boolean;
  readonly from: string;
}

/** Collects one page in the order of keys; rolls up keys with the delimiter after the prefix. */
function collectPage(
  context: S3Context,
  bucket: string,
  query: Query,
  pick: (versions: readonly ObjectVersion[]) => readonly ObjectVersion[],
): Page {
  const { prefix, delimiter, maxKeys, isAfter } = query;
  const versions: ObjectVersion[] = [];
  const prefixes: string[] = [];
  let last: Page['next'];
  const start = compareKeys(prefix, query.from) > 0 ? prefix : query.from;
  for (const key of context.store.keysFrom(bucket, start)) {
    if (!key.startsWith(prefix)) break;
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const common = cut < 0 ? undefined : key.slice(0, cut + delimiter.length);
    for (const version of pick(context.store.versionsOf(bucket, key))) {
      if (
        !isAfter(version) ||
        (common !== undefined && (common === prefixes.at(-1) || common === query.from))
      )
        continue;
      if (versions.length + prefixes.length === maxKeys) return { versions, prefixes, next: last };
      if (common === undefined) versions.push(version);
      else prefixes.push(common);
      last =
        common === undefined ? { key, versionId: version.versionId } : { key: common, versionId: undefined };
    }
  }
  return { versions, prefixes, next: undefined };
}

function parsePageSize(query: URLSearchParams): number {
  const maxKeys = Number(query.get('max-keys') ?? 1000);
  if (!Number.isInteger(maxKeys) || maxKeys < 0)
    throw new AwsError('InvalidArgument', 'Argument max-keys must be an integer between 0 and 2147483647');
  return Math.min(1000, maxKeys);
}

const createEncoder = (query: URLSearchParams) => (text: string) =>
  query.get('encoding-type') === 'url' ? encodeURIComponent(text).replaceAll('%2F', '/') : text;

const xmlResponse = (name: string, content: XmlContent): AwsResponse => ({
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: renderDocument(name, content),
});

const describeVersion = ({ lastModified, etag, size }: ObjectVersion) => ({
  LastModified: new Date(lastModified).toISOString(),
  ETag: `"${etag}"`,
  Size: size,
  StorageClass: 'STANDARD',
});

export function listObjectsV2(
  context: S3Context,
  { authorize, query }: AwsRequest,
  { bucket }: Target,
): AwsResponse {
  requireBucket(context, bucket);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  authorize('s3:ListBucket', bucketArn(bucket), { 's3:prefix': prefix, 's3:delimiter': delimiter });
  const maxKeys = parsePageSize(query);
  const token = query.get('continuation-token');
  const from = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const isAfter = ({ key }: ObjectVersion) => from === '' || compareKeys(key, from) > 0;
  const { versions, prefixes, next } = collectPage(
    context,
    bucket,
    { prefix, delimiter, maxKeys, from, isAfter },
    (all) => all.slice(0, 1).filter(({ marker }) => !marker),
  );
  const encode = createEncoder(query);
  return xmlResponse('ListBucketResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: maxKeys,
    EncodingType: query.get('encoding-type') ?? undefined,
    KeyCount: versions.length + prefixes.length,
    IsTruncated: next !== undefined,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: next === undefined ? undefined : Buffer.from(next.key).toString('base64url'),
    Contents: versions.map((version) => ({ Key: encode(version.key), ...describeVersion(version) })),
    CommonPrefixes: prefixes.map((common) => ({ Prefix: encode(common) })),
  });
}

export function listObjectVersions(
  context: S3Context,
  { authorize, query }: AwsRequest,
  { bucket }: Target,
): AwsResponse {
  requireBucket(context, bucket);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  authorize('s3:ListBucketVersions', bucketArn(bucket), { 's3:prefix': prefix, 's3:delimiter': delimiter });
  const maxKeys = parsePageSize(query);
  const [from, mark] = [query.get('key-marker') ?? '', query.get('version-id-marker') ?? ''];
  const marked = mark === '' ? undefined : context.store.find(bucket, from, mark);
  const isAfter = ({ key, sequencer }: ObjectVersion) =>
    from === '' ||
    compareKeys(key, from) > 0 ||
    (key === from && marked !== undefined && sequencer < marked.sequencer);
  const { versions, prefixes, next } = collectPage(
    context,
    bucket,
    { prefix, delimiter, maxKeys, from, isAfter },
    (all) => all,
  );
  const encode = createEncoder(query);
  const entry = (version: ObjectVersion) => ({
    Key: encode(version.key),
    VersionId: version.versionId,
    IsLatest: context.store.current(bucket, version.key) === version,
  });
  return xmlResponse('ListVersionsResult', {
    Name: bucket,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    KeyMarker: encode(from),
    VersionIdMarker: mark,
    MaxKeys: maxKeys,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: next !== undefined,
    NextKeyMarker: next === undefined ? undefined : encode(next.key),
    NextVersionIdMarker: next?.versionId,
    Version: versions
      .filter(({ marker }) => !marker)
      .map((version) => ({ ...entry(version), ...describeVersion(version) })),
    DeleteMarker: versions
      .filter(({ marker }) => marker)
      .map((version) => ({ ...entry(version), LastModified: new Date(version.lastModified).toISOString() })),
    CommonPrefixes: prefixes.map((common) => ({ Prefix: encode(common) })),
  });
}
