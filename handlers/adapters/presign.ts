import { GetObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { PresignedUpload } from '../../contract/index.ts';
import { s3 } from './s3.ts';

/** Creates a form that uploads at most `maxBytes` to exactly this key within `seconds`. */
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

/** The object of a link. Uploaded files are sent as untyped attachments, because a browser must not render them. */
export interface LinkTarget {
  bucket: string;
  key: string;
  versionId?: string;
  attachment: boolean;
}

/** Creates a URL that reads one object within `seconds`. The response forbids caching. */
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
