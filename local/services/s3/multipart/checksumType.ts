import type { IncomingHttpHeaders } from 'node:http';
import { AwsError, notImplemented } from '../../../aws/awsError.ts';
import { ALGORITHMS, Checksums } from '../checksums.ts';
import type { StoredBytes } from '../objectVersion.ts';

/** The algorithm and type of a multipart upload's checksum. https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
export interface UploadChecksum {
  /** One of ALGORITHMS. */
  readonly algorithm: string;
  readonly type: 'COMPOSITE' | 'FULL_OBJECT';
}

/** Parses the checksum headers of CreateMultipartUpload; undefined where there are none. */
export function parseUploadChecksum(headers: IncomingHttpHeaders): UploadChecksum | undefined {
  const wanted = headers['x-amz-checksum-algorithm'];
  const type = headers['x-amz-checksum-type'];
  if (wanted === undefined) {
    if (type !== undefined)
      throw new AwsError('InvalidRequest', 'The x-amz-checksum-type header needs x-amz-checksum-algorithm.');
    return undefined;
  }
  const algorithm = ALGORITHMS.find((name) => name.toUpperCase() === String(wanted).toUpperCase());
  if (algorithm === undefined) throw notImplemented(`the checksum ${String(wanted)}`);
  const isCrc = algorithm.startsWith('crc');
  const byDefault = algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE';
  const chosen = type ?? byDefault;
  const possible = chosen === 'FULL_OBJECT' ? isCrc : chosen === 'COMPOSITE' && algorithm !== 'crc64nvme';
  if (!possible)
    throw new AwsError(
      'InvalidRequest',
      `The ${String(chosen)} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  return { algorithm, type: chosen as UploadChecksum['type'] };
}

/** Computes the checksum of the parts' checksums, followed by the number of parts. */
export function computeCompositeChecksum(algorithm: string, parts: readonly StoredBytes[]): string {
  const sum = new Checksums([algorithm]);
  for (const { checksums } of parts) sum.update(Buffer.from(checksums[algorithm]!, 'base64'));
  return `${sum.digest().checksums[algorithm]!}-${parts.length}`;
}

/** Computes the entity tag of a multipart object: the MD5 of the parts' MD5s, followed by the number of parts. */
export function computeMultipartEtag(parts: readonly StoredBytes[]): string {
  const sum = new Checksums([]);
  for (const { md5 } of parts) sum.update(Buffer.from(md5, 'hex'));
  return `${sum.digest().md5}-${parts.length}`;
}
