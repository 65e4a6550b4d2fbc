import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

/** Returns the key of every version and marker under a prefix, once for each. */
export async function listVersions(client: S3Client, Bucket: string, Prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const page = await client.send(
      new ListObjectVersionsCommand({ Bucket, Prefix, KeyMarker, VersionIdMarker }),
    );
    keys.push(...[...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key }) => Key!));
    [KeyMarker, VersionIdMarker] =
      page.IsTruncated === true ? [page.NextKeyMarker, page.NextVersionIdMarker] : [];
  } while (KeyMarker !== undefined);
  return keys;
}
