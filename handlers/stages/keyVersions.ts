import { type StoredVersion, listVersions } from '../adapters/objects.ts';

/** The version of a key that was written first, of those that are left; S3 lists the newest first. */
export async function findFirstVersion(
  bucket: string,
  key: string,
): Promise<{ versionId: string; size: number } | undefined> {
  const oldest = (await listKeyVersions(bucket, key)).filter((version) => !version.marker).at(-1);
  return oldest && { versionId: oldest.versionId, size: oldest.size };
}

/** Every version and marker of a key but one. */
export const listOtherVersions = async (
  bucket: string,
  key: string,
  keptVersionId: string,
): Promise<StoredVersion[]> =>
  (await listKeyVersions(bucket, key)).filter((version) => version.versionId !== keptVersionId);

/** All versions and markers of exactly this key. */
export async function listKeyVersions(bucket: string, key: string): Promise<StoredVersion[]> {
  const found: StoredVersion[] = [];
  for await (const page of listVersions(bucket, key)) {
    found.push(...page.filter((version) => version.key === key));
  }
  return found;
}
