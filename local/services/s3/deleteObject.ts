import { buffer } from 'node:stream/consumers';
import { AwsError } from '../../aws/awsError.ts';
import type { Authorize, AwsRequest, AwsResponse } from '../../aws/types.ts';
import { requireBucket, objectArn, createObjectEvent, type S3Context } from './context.ts';
import type { ObjectVersion } from './objectVersion.ts';
import type { Target } from './identifyOperation.ts';
import { renderDocument, findElements, findText } from './xml.ts';

interface Deletion {
  /** The version that was removed, or the marker that was added. */
  readonly versionId: string | undefined;
  readonly marker: boolean;
}

/** Removes a version permanently, or adds a delete marker to the key. Throws AccessDenied. */
async function remove(
  context: S3Context,
  authorize: Authorize,
  { bucket: name, key }: Target,
  versionId: string | undefined,
  requestId: string,
): Promise<Deletion> {
  const { store, clock } = context;
  const bucket = requireBucket(context, name);
  authorize(versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion', objectArn(name, key));
  const what = { type: 'Object Deleted', reason: 'DeleteObject', requestId } as const;
  if (versionId !== undefined || !bucket.versioning) {
    const version = store.find(name, key, versionId ?? 'null');
    if (version === undefined) return { versionId, marker: false };
    const event = createObjectEvent(context, bucket, version, { ...what, deletion: 'Permanently Deleted' });
    await store.drop(version, event);
    if (event !== undefined) context.announce(event);
    return { versionId, marker: version.marker };
  }
  const marker: ObjectVersion = {
    ...{ bucket: name, key, versionId: store.newVersionId(true), marker: true, lastModified: clock.now() },
    ...{ sequencer: store.nextSequencer(), blob: '', size: 0, etag: '', checksums: {} },
    ...{ headers: {}, metadata: {}, kmsKeyArn: undefined },
  };
  const event = createObjectEvent(context, bucket, marker, { ...what, deletion: 'Delete Marker Created' });
  await store.put(marker, event);
  if (event !== undefined) context.announce(event);
  return { versionId: marker.versionId, marker: true };
}

export async function deleteObject(
  context: S3Context,
  request: AwsRequest,
  target: Target,
): Promise<AwsResponse> {
  const { authorize, requestId } = request;
  const wanted = request.query.get('versionId') ?? undefined;
  const { versionId, marker } = await remove(context, authorize, target, wanted, requestId);
  return {
    status: 204,
    headers: {
      ...(versionId === undefined ? {} : { 'x-amz-version-id': versionId }),
      ...(marker ? { 'x-amz-delete-marker': 'true' } : {}),
    },
  };
}

/** Deletes up to 1,000 objects; each succeeds or fails separately. */
export async function deleteObjects(
  context: S3Context,
  request: AwsRequest,
  { bucket }: Target,
): Promise<AwsResponse> {
  requireBucket(context, bucket);
  const xml = (await buffer(request.body)).toString();
  const objects = findElements(xml, 'Object');
  if (objects.length === 0 || objects.length > 1000)
    throw new AwsError(
      'MalformedXML',
      'The XML you provided was not well-formed or does not list 1 to 1,000 objects',
    );
  const quiet = findText(xml, 'Quiet') === 'true';
  const deleted: object[] = [];
  const errors: object[] = [];
  for (const object of objects) {
    const [key = '', wanted] = [findText(object, 'Key'), findText(object, 'VersionId')];
    try {
      const done = await remove(context, request.authorize, { bucket, key }, wanted, request.requestId);
      deleted.push({
        Key: key,
        VersionId: wanted,
        DeleteMarker: done.marker ? true : undefined,
        DeleteMarkerVersionId: done.marker ? done.versionId : undefined,
      });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      errors.push({ Key: key, VersionId: wanted, Code: error.name, Message: error.message });
    }
  }
  const result = { Deleted: quiet ? undefined : deleted, Error: errors } as never;
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body: renderDocument('DeleteResult', result),
  };
}
