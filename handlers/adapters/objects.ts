import { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  NoSuchKey,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { MAX_RESULT_BYTES } from '../../contract/index.ts';
import { s3 } from './s3.ts';

/** The object does not exist, or was deleted. */
export class ObjectNotFoundError extends Error {
  override readonly name = 'ObjectGoneError';
}

/** The object, or the key that encrypts it, may not be used. */
export class ObjectForbiddenError extends Error {
  override readonly name = 'ObjectForbiddenError';
}

/** The document exceeds MAX_RESULT_BYTES. */
export class ObjectTooLargeError extends Error {
  override readonly name = 'ObjectTooLargeError';
  readonly versionId: string | undefined;
  constructor(bytes: number, versionId: string | undefined) {
    super(`The document has ${bytes} bytes. The limit is ${MAX_RESULT_BYTES}.`);
    this.versionId = versionId;
  }
}

/** One version of an object, or a delete marker. */
export interface StoredVersion {
  key: string;
  versionId: string;
  marker: boolean;
  size: number;
}

/** Reads a byte range of one version. Throws ObjectNotFoundError if the version is gone. */
export async function readRange(
  Bucket: string,
  Key: string,
  VersionId: string,
  offset: number,
  length: number,
): Promise<Uint8Array> {
  if (length === 0) return new Uint8Array();
  const Range = `bytes=${offset}-${offset + length - 1}`;
  return (await read(new GetObjectCommand({ Bucket, Key, VersionId, Range }))).bytes;
}

/** A JSON document, or undefined in place of invalid JSON, and the version that was read. */
interface ReadDocument {
  value: unknown;
  versionId: string | undefined;
}

/**
 * Reads the current version of a JSON document.
 * @throws ObjectNotFoundError
 * @throws ObjectForbiddenError
 * @throws ObjectTooLargeError before reading a document of more than MAX_RESULT_BYTES
 */
export async function readDocument(Bucket: string, Key: string): Promise<ReadDocument> {
  const { bytes, versionId } = await read(new GetObjectCommand({ Bucket, Key }), MAX_RESULT_BYTES);
  try {
    return { value: JSON.parse(new TextDecoder().decode(bytes)), versionId };
  } catch {
    // The parser's error quotes its input, which may be patient data. Every schema rejects undefined.
    return { value: undefined, versionId };
  }
}

/** Reads a JSON document like `readDocument`, without its version. */
export const readJson = async (bucket: string, key: string): Promise<unknown> =>
  (await readDocument(bucket, key)).value;

/** Returns the current version of an object, or undefined if it is missing or may not be read. */
export async function readVersionId(Bucket: string, Key: string): Promise<string | undefined> {
  try {
    return (await s3.send(new HeadObjectCommand({ Bucket, Key }))).VersionId;
  } catch (error) {
    if (error instanceof S3ServiceException && [403, 404].includes(error.$metadata.httpStatusCode ?? 0))
      return undefined;
    throw error;
  }
}

/** Reads a JSON document. Returns undefined if it does not exist. */
export async function readJsonIfPresent(bucket: string, key: string): Promise<unknown> {
  try {
    return await readJson(bucket, key);
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return undefined;
    throw error;
  }
}

/** Writes an object, replacing an existing one. */
export async function putObject(
  Bucket: string,
  Key: string,
  Body: Uint8Array,
  ContentType: string,
): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType, CacheControl: 'no-store' }));
}

/** Writes a JSON document, replacing an existing one. */
export const putJson = (bucket: string, key: string, value: unknown): Promise<void> =>
  putObject(bucket, key, Buffer.from(JSON.stringify(value)), 'application/json');

/**
 * Writes a JSON document unless its key exists. Returns true if it was written.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export async function putJsonIfAbsent(Bucket: string, Key: string, value: unknown): Promise<boolean> {
  try {
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: JSON.stringify(value),
        ContentType: 'application/json',
        CacheControl: 'no-store',
        IfNoneMatch: '*',
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return false;
    throw error;
  }
}

/** Yields pages of all versions and delete markers under a prefix, newest first within a key. */
export async function* listVersions(Bucket: string, Prefix: string): AsyncGenerator<StoredVersion[]> {
  let KeyMarker: string | undefined;
  let VersionIdMarker: string | undefined;
  do {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, KeyMarker, VersionIdMarker }));
    const versions = (page.Versions ?? []).map(({ Key, VersionId, Size }) => ({
      key: Key!,
      versionId: VersionId!,
      marker: false,
      size: Size ?? 0,
    }));
    const markers = (page.DeleteMarkers ?? []).map(({ Key, VersionId }) => ({
      key: Key!,
      versionId: VersionId!,
      marker: true,
      size: 0,
    }));
    yield [...versions, ...markers];
    KeyMarker = page.IsTruncated === true ? page.NextKeyMarker : undefined;
    VersionIdMarker = page.IsTruncated === true ? page.NextVersionIdMarker : undefined;
  } while (KeyMarker !== undefined);
}

/** Returns the folders directly under a prefix, over all versions: `results/` gives `results/{analyzer}/`. */
export async function listFolders(Bucket: string, Prefix: string): Promise<string[]> {
  const folders: string[] = [];
  let KeyMarker: string | undefined;
  do {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, Delimiter: '/', KeyMarker }));
    folders.push(...(page.CommonPrefixes ?? []).map((common) => common.Prefix!));
    KeyMarker = page.IsTruncated === true ? page.NextKeyMarker : undefined;
  } while (KeyMarker !== undefined);
  return folders;
}

/** Deletes versions permanently. Throws if S3 fails to delete one of them. */
export async function deleteVersions(
  Bucket: string,
  versions: readonly Pick<StoredVersion, 'key' | 'versionId'>[],
): Promise<void> {
  for (let from = 0; from < versions.length; from += 1000) {
    const Objects = versions
      .slice(from, from + 1000)
      .map(({ key, versionId }) => ({ Key: key, VersionId: versionId }));
    const { Errors } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    const [first] = Errors ?? [];
    if (first !== undefined) {
      throw new Error(`S3 could not delete ${Errors!.length} versions: ${first.Code ?? 'unknown'}.`);
    }
  }
}

/** Deletes every version and marker under a prefix. Returns their number. */
export async function deletePrefix(bucket: string, prefix: string): Promise<number> {
  let erased = 0;
  for await (const page of listVersions(bucket, prefix)) {
    await deleteVersions(bucket, page);
    erased += page.length;
  }
  return erased;
}

/** S3's codes for an object that the caller may not read, and those of its KMS key (S3 API reference, "Error responses"). */
const FORBIDDEN = /^(AccessDenied|InvalidObjectState|KMS\..*)$/;

async function read(
  command: GetObjectCommand,
  maxBytes = Infinity,
): Promise<{ bytes: Uint8Array; versionId: string | undefined }> {
  try {
    const { Body, ContentLength = 0, VersionId: versionId } = await s3.send(command);
    if (ContentLength > maxBytes) {
      // An unread body would keep its connection open.
      if (Body instanceof Readable) Body.destroy();
      throw new ObjectTooLargeError(ContentLength, versionId);
    }
    return { bytes: await Body!.transformToByteArray(), versionId };
  } catch (error) {
    if (
      error instanceof NoSuchKey ||
      (error instanceof S3ServiceException && error.name === 'NoSuchVersion')
    ) {
      throw new ObjectNotFoundError('The object does not exist, or was deleted.', { cause: error });
    }
    if (error instanceof S3ServiceException && FORBIDDEN.test(error.name)) {
      throw new ObjectForbiddenError('The object, or the key that encrypts it, may not be used.', {
        cause: error,
      });
    }
    throw error;
  }
}
