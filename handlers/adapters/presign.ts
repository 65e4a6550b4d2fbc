import { GetObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { PresignedUpload } from '../../contract/index.ts';
import { s3 } from './s3.ts';

/** A form that uploads to exactly this key, up to so many bytes, for so many seconds. */
export const presignUpload = (
  Bucket: string,
  Key: string,
  maxBytes: number,
  seconds: number,
): Promise<PresignedUpload> =>
  createPresignedPost(s3, {
    Bucket,
    Key,
    Conditions: [['content-length-range', 0, maxBytes]],
    Expires: seconds,
  });

/** What a link is for: an original goes out as an attachment of no type, since strangers' files are never inline. */
export interface LinkTarget {
  bucket: string;
  key: string;
  versionId?: string;
  attachment: boolean;
}

/** A URL that reads one object for so many seconds; caches keep nothing of it. */
export const presignLink = (target: LinkTarget, seconds: number): Promise<string> =>
  getSignedUrl(
    s3,
    new GetObjectCommand({
      Bucket: target.bucket,
      Key: target.key,
      VersionId: target.versionId,
      ResponseCacheControl: 'no-store',
      ...(target.attachment
        ? { ResponseContentDisposition: 'attachment', ResponseContentType: 'application/octet-stream' }
        : {}),
    }),
    { expiresIn: seconds },
  );
