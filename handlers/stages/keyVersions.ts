import { type StoredVersion, listVersions } from '../adapters/objects.ts';

/** Returns the oldest existing version of a key. S3 lists the newest first. */
export async function findFirstVersion(
  bucket: string,
  key: string,
): Promise<{ versionId: string; size: number } | undefined> {
  const oldest = (await listKeyVersions(bucket, key)).filter((version) => !version.marker).at(-1);
  return oldest && { versionId: oldest.versionId, size: oldest.size };
}

/** Returns all versions and markers of a key except one. */
export const listOtherVersions = async (
  bucket: string,
  key: string,
  keptVersionId: string,
): Promise<StoredVersion[]> =>
  (await listKeyVersions(bucket, key)).filter((version) => version.versionId !== keptVersionId);

/** Returns all versions and markers of exactly this key. */
export async function listKeyVersions(bucket: string, key: string): Promise<StoredVersion[]> {
  const found: StoredVersion[] = [];
  for await (const page of listVersions(bucket, key)) {
    found.push(...page.filter((version) => version.key === key));
    // S3 lists keys in order, so that this key's versions precede those of longer keys.
    if (page.some((version) => version.key !== key)) break;
  }
  return found;
}
