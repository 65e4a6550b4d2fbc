import { AwsError } from '../../aws/awsError.ts';
import type { RawRequest } from '../../aws/types.ts';

/** A decoded bucket name and key; each is empty where the request has none. */
export interface Target {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Reads the bucket and key of a request: from its path, or the bucket from a Host such as `BUCKET.localhost`.
 *
 * @throws AwsError `InvalidURI` where the path is not percent-encoded UTF-8
 */
export function parseTarget({ path, headers }: RawRequest): Target {
  const decoded = decodedPath(path);
  const host = /^(.+)\.localhost(?::\d+)?$/.exec(headers.host ?? '');
  if (host !== null) return { bucket: host[1]!, key: decoded };
  const slash = decoded.indexOf('/');
  return slash < 0
    ? { bucket: decoded, key: '' }
    : { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
}

/** Reads the bucket name; undefined where the path is malformed, so that the error response can be made too. */
export function parseBucketName(request: RawRequest): string | undefined {
  try {
    return parseTarget(request).bucket;
  } catch {
    return undefined;
  }
}

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", 400, { URI: path });
  }
}

/** The query parameters that address a part of a bucket or object. */
const SUBRESOURCES = [
  ...[
    'accelerate',
    'acl',
    'analytics',
    'attributes',
    'cors',
    'encryption',
    'intelligent-tiering',
    'inventory',
  ],
  ...[
    'legal-hold',
    'lifecycle',
    'location',
    'logging',
    'metrics',
    'notification',
    'object-lock',
    'ownershipControls',
  ],
  ...[
    'policy',
    'policyStatus',
    'publicAccessBlock',
    'replication',
    'requestPayment',
    'restore',
    'retention',
    'select',
  ],
  ...['tagging', 'torrent', 'versioning', 'website', 'partNumber'],
];

/** Returns AWS's name of the requested operation, or method and subresource of an unsupported one. */
export function identifyOperation(request: RawRequest): string {
  const { method, query, headers } = request;
  const { bucket, key } = parseTarget(request);
  if (bucket === '') return method === 'GET' ? 'ListBuckets' : `${method} /`;
  if (key === '') return bucketOperation(method, query, headers['content-type'] ?? '');
  const uploadId = query.has('uploadId');
  const copies = headers['x-amz-copy-source'] !== undefined;
  if (method === 'PUT' && uploadId && query.has('partNumber'))
    return copies ? 'UploadPartCopy' : 'UploadPart';
  if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
  if (method === 'POST' && uploadId) return 'CompleteMultipartUpload';
  if (method === 'GET' && uploadId) return 'ListParts';
  if (method === 'DELETE' && uploadId) return 'AbortMultipartUpload';
  const subresource = SUBRESOURCES.find((name) => query.has(name));
  if (subresource !== undefined) return `${method} ?${subresource}`;
  if (method === 'PUT') return copies ? 'CopyObject' : 'PutObject';
  return { GET: 'GetObject', HEAD: 'HeadObject', DELETE: 'DeleteObject' }[method] ?? `${method} of an object`;
}

function bucketOperation(method: string, query: URLSearchParams, contentType: string): string {
  if (method === 'HEAD') return 'HeadBucket';
  if (method === 'POST' && query.has('delete')) return 'DeleteObjects';
  if (method === 'POST' && contentType.startsWith('multipart/form-data')) return 'PostObject';
  if (method === 'GET' && query.has('versions')) return 'ListObjectVersions';
  if (method === 'GET' && query.get('list-type') === '2') return 'ListObjectsV2';
  const subresource = [...SUBRESOURCES, 'uploads'].find((name) => query.has(name));
  return subresource === undefined ? `${method} of a bucket` : `${method} ?${subresource}`;
}
