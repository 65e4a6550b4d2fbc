import { AwsError } from './awsError.ts';
import type { AccessKey, Keyring } from './keyring.ts';
import {
  canonicalHash,
  equalInConstantTime,
  hmac,
  parseAmzDate,
  parseScope,
  scopeText,
  signingKey,
  type CredentialScope,
} from './signature.ts';
import type { RawRequest } from './types.ts';

/** The signature of a request and its parameters, from the header or the query. */
export interface SignatureClaim {
  readonly scope: CredentialScope;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `X-Amz-Date`. */
  readonly date: string;
  readonly token: string | undefined;
  /** The lifetime of a presigned URL in seconds. */
  readonly expires: number | undefined;
  /** The header `x-amz-content-sha256`, which S3 requires. */
  readonly payloadHash: string | undefined;
}

/** The longest lifetime of a presigned URL: a week. */
const MAX_EXPIRES = 604_800;

/** The largest clock skew of a signature. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const MAX_SKEW_MS = 15 * 60_000;

const createMalformedError = (reason: string): AwsError =>
  new AwsError('AuthorizationHeaderMalformed', reason, 400);

/** Parses the signature of a request; undefined if it is not signed. Throws AwsError for a malformed one. */
export function parseSignatureClaim({ query, headers }: RawRequest): SignatureClaim | undefined {
  const header = headers.authorization;
  const text = (name: string) => headers[name] as string | undefined;
  if (header !== undefined) {
    const match =
      /^AWS4-HMAC-SHA256 Credential=([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/.exec(header);
    const scope = parseScope(match?.[1] ?? '');
    if (match === null || scope === undefined)
      throw createMalformedError('The authorization header is not a valid AWS4-HMAC-SHA256 header.');
    return {
      scope,
      signedHeaders: match[2]!.split(';'),
      signature: match[3]!,
      date: text('x-amz-date') ?? '',
      token: text('x-amz-security-token'),
      expires: undefined,
      payloadHash: text('x-amz-content-sha256'),
    };
  }
  const credential = query.get('X-Amz-Credential');
  if (credential === null) {
    if (query.has('Signature') || query.has('X-Amz-Signature'))
      throw createMalformedError('Only AWS4-HMAC-SHA256 is supported: X-Amz-Credential is missing.');
    return undefined;
  }
  const scope = parseScope(credential);
  if (scope === undefined || query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256')
    throw new AwsError('AuthorizationQueryParametersError', 'X-Amz-Credential or X-Amz-Algorithm is wrong.');
  return {
    scope,
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    date: query.get('X-Amz-Date') ?? '',
    token: query.get('X-Amz-Security-Token') ?? undefined,
    expires: Number(query.get('X-Amz-Expires') ?? NaN),
    payloadHash: query.get('X-Amz-Content-Sha256') ?? text('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD',
  };
}

/** Verifies key, token, time and signature; throws AwsError. @param now the time of the signer */
export function verifySignature(
  claim: SignatureClaim,
  request: RawRequest,
  payloadHash: string,
  keys: Keyring,
  now: number,
): AccessKey {
  const key = findAccessKey(claim.scope.accessKeyId, claim.token, keys);
  checkTime(claim, now);
  if (!claim.signedHeaders.includes('host')) throw createMalformedError('The header host must be signed.');
  const hash = canonicalHash(
    { ...request, signedHeaders: claim.signedHeaders, payloadHash },
    claim.scope.service,
  );
  const stringToSign = ['AWS4-HMAC-SHA256', claim.date, scopeText(claim.scope), hash].join('\n');
  const signature = hmac(signingKey(key.secretAccessKey, claim.scope), stringToSign).toString('hex');
  if (!equalInConstantTime(signature, claim.signature))
    throw new AwsError(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      403,
    );
  return key;
}

/** Finds an access key by its id; throws AwsError unless the session token belongs to it. */
export function findAccessKey(accessKeyId: string, token: string | undefined, keys: Keyring): AccessKey {
  const key = keys.find(accessKeyId);
  // AWS does not know the key of a session without its token.
  if (key === undefined || (token === undefined && key.sessionToken !== undefined))
    throw new AwsError(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      403,
    );
  if (key.sessionToken !== token)
    throw new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.', 400);
  return key;
}

function checkTime({ date, expires, scope }: SignatureClaim, now: number): void {
  const at = parseAmzDate(date);
  if (Number.isNaN(at) || !date.startsWith(scope.date))
    throw new AwsError('AccessDenied', 'X-Amz-Date must be a time of the scope’s date.', 403);
  if (expires === undefined) {
    if (Math.abs(now - at) > MAX_SKEW_MS)
      throw new AwsError(
        'RequestTimeTooSkewed',
        "The difference between the request time and the server's time is too large.",
        403,
      );
    return;
  }
  if (!(expires >= 0 && expires <= MAX_EXPIRES))
    throw new AwsError(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be less than a week (in seconds)',
    );
  if (at - now > MAX_SKEW_MS) throw new AwsError('AccessDenied', 'Request is not valid yet', 403);
  if (now > at + expires * 1000) throw new AwsError('AccessDenied', 'Request has expired', 403);
}
