import busboy from 'busboy';
import type { Readable } from 'node:stream';
import { AwsError } from '../../aws/awsError.ts';
import type { Keyring } from '../../aws/keyring.ts';
import type { AwsRequest, AwsResponse } from '../../aws/types.ts';
import type { Iam } from '../../iam/iam.ts';
import { requireBucket, type S3Context } from './context.ts';
import type { Target } from './identifyOperation.ts';
import { checkPostPolicy } from './postPolicy.ts';
import { parseAttributes, authorizeWrite, commitObject, buildVersionHeaders } from './writeObject.ts';
import { renderDocument } from './xml.ts';

/** The largest sum of the fields before the file. */
const MAX_FIELDS_BYTES = 20_480;

export interface PostContext extends S3Context {
  readonly keys: Keyring;
  readonly iam: Iam;
}

/** Stores a browser's form upload; keeps nothing of a file that its policy does not allow. */
export async function postObject(
  context: PostContext,
  request: AwsRequest,
  { bucket }: Target,
): Promise<AwsResponse> {
  const description = requireBucket(context, bucket);
  const { fields, file, filename, done } = await readFormUntilFile(request, bucket);
  try {
    const { key: signer, minBytes, maxBytes } = checkPostPolicy(fields, context.keys, context.clock.now());
    const key = (fields.get('key') ?? '').replaceAll('${filename}', filename);
    if (key === '') throw new AwsError('InvalidArgument', "Bucket POST must contain a field named 'key'.");
    const headers = Object.fromEntries(fields);
    const attributes = parseAttributes(description, headers);
    const target = { bucket, key };
    authorizeWrite(
      context,
      (action, resource, input) => context.iam.authorize(signer.caller, action, resource, input),
      target,
      attributes.kmsKeyArn,
    );
    const stored = await context.store.blobs.write(file as AsyncIterable<Uint8Array>, [], {
      max: maxBytes,
      check: ({ size }) => {
        if (size < minBytes)
          throw new AwsError(
            'EntityTooSmall',
            'Your proposed upload is smaller than the minimum allowed size',
            400,
            {
              ProposedSize: String(size),
              MinSizeAllowed: String(minBytes),
            },
          );
      },
    });
    const { requestId } = request;
    const version = await commitObject(context, target, attributes, stored, {
      reason: 'POST Object',
      requestId,
      headers: {},
    });
    return answer(fields, request, target, buildVersionHeaders(version));
  } finally {
    done();
  }
}

function answer(
  fields: ReadonlyMap<string, string>,
  { headers }: AwsRequest,
  { bucket, key }: Target,
  version: Record<string, string>,
): AwsResponse {
  const location = `http://${headers.host ?? ''}/${bucket}/${encodeURIComponent(key)}`;
  const redirect = fields.get('success_action_redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const url = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket, key, etag: version.etag ?? '' }))
      url.searchParams.set(name, value);
    return { status: 303, headers: { ...version, location: url.href } };
  }
  const status = fields.get('success_action_status');
  if (status !== '201') return { status: status === '200' ? 200 : 204, headers: { ...version, location } };
  return {
    status: 201,
    headers: { ...version, location, 'content-type': 'application/xml' },
    body: renderDocument('PostResponse', {
      Location: location,
      Bucket: bucket,
      Key: key,
      ETag: version.etag,
    }),
  };
}

interface Form {
  /** The fields by lower-case name, and the bucket as the field `bucket`. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Readable;
  readonly filename: string;
  /** Discards the rest of the form. */
  readonly done: () => void;
}

/** Reads the form up to its file; ignores the fields after the file, as S3 does. */
function readFormUntilFile(request: AwsRequest, bucket: string): Promise<Form> {
  return new Promise((resolve, reject) => {
    const fields = new Map([['bucket', bucket]]);
    let bytes = 0;
    let open = true;
    const parser = busboy({ headers: request.headers, limits: { files: 1, fieldSize: MAX_FIELDS_BYTES } });
    const done = (): void => {
      request.body.unpipe(parser);
      request.body.resume();
    };
    const fail = (error: unknown): void => {
      open = false;
      done();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    parser.on('field', (name, value) => {
      bytes += name.length + value.length;
      if (bytes > MAX_FIELDS_BYTES)
        fail(
          new AwsError(
            'MaxPostPreDataLengthExceeded',
            'Your POST request fields preceding the upload file were too large.',
          ),
        );
      if (open) fields.set(name.toLowerCase(), value);
    });
    parser.on('file', (name, file, { filename }) => {
      open = false;
      file.on('error', () => undefined);
      if (name === 'file') resolve({ fields, file, filename: filename ?? '', done });
      else fail(new AwsError('InvalidArgument', 'POST requires exactly one file upload per request.'));
    });
    parser.on('close', () => {
      if (open) fail(new AwsError('InvalidArgument', 'POST requires exactly one file upload per request.'));
    });
    parser.on('error', () =>
      fail(
        new AwsError(
          'MalformedPOSTRequest',
          'The body of your POST request is not well-formed multipart/form-data.',
        ),
      ),
    );
    request.body.on('error', (error) => parser.destroy(error));
    request.body.on('close', () => {
      if (!request.body.readableEnded) parser.destroy(new AwsError('IncompleteBody', 'The form was cut off'));
    });
    request.body.pipe(parser);
  });
}
