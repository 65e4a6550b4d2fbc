import { AwsError } from '../../aws/awsError.ts';
import type { AwsRequest } from '../../aws/types.ts';
import type { S3Context } from './context.ts';
import type { ObjectVersion } from './objectVersion.ts';
import type { Target } from './identifyOperation.ts';
import { evaluateConditions, authorizeRead } from './readObject.ts';

export interface CopySource {
  readonly source: Target;
  readonly version: ObjectVersion;
  /** True if the request named the version. */
  readonly byVersion: boolean;
}

const createInvalidSourceError = (): AwsError =>
  new AwsError(
    'InvalidArgument',
    'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
  );

/** Returns the object that `x-amz-copy-source` names. Throws unless the caller may read it and its conditions hold. */
export function resolveCopySource(context: S3Context, { headers, authorize }: AwsRequest): CopySource {
  const [path = '', query = ''] = String(headers['x-amz-copy-source']).split(/\?(?=versionId=)/);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path.replaceAll('+', '%20')).replace(/^\//, '');
  } catch {
    throw createInvalidSourceError();
  }
  const slash = decoded.indexOf('/');
  const source = { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) };
  if (slash < 1 || source.key === '') throw createInvalidSourceError();
  const versionId = new URLSearchParams(query).get('versionId') ?? undefined;
  const version = authorizeRead(context, authorize, source, versionId);
  const own = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since'].flatMap((name) => {
    const value = headers[`x-amz-copy-source-${name}`];
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  if (evaluateConditions(Object.fromEntries(own), version) !== 200)
    throw new AwsError(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      412,
    );
  return { source, version, byVersion: versionId !== undefined };
}
