import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What a request says of its signature (AWS Signature Version 4), in its headers or in its query. */
export interface SignedRequest {
  kind: 'header' | 'query';
  accessKeyId: string;
  /** yyyymmdd, of the credential scope. */
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  /** yyyymmddThhmmssZ */
  amzDate: string;
  /** Seconds from `amzDate`; only where the query is signed. */
  expires?: number;
  sessionToken?: string;
}

export interface VerifiableRequest {
  method: string;
  /** As it came, still encoded, without the query. */
  rawPath: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** `x-amz-content-sha256`, or the body's own hash. */
  payloadHash: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Reads the signature of a request; undefined where it is not signed at all. */
export function parseAuthorization(
  headers: Record<string, string>,
  query: URLSearchParams,
): SignedRequest | undefined {
  const authorization = headers.authorization;
  if (authorization?.startsWith(ALGORITHM)) {
    const part = (name: string) => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1];
    return signedRequest(
      'header',
      part('Credential'),
      part('SignedHeaders'),
      part('Signature'),
      headers['x-amz-date'],
      headers['x-amz-security-token'],
    );
  }
  if (query.get('X-Amz-Algorithm') !== ALGORITHM) return undefined;
  const get = (name: string) => query.get(name) ?? undefined;
  const signed = signedRequest(
    'query',
    get('X-Amz-Credential'),
    get('X-Amz-SignedHeaders'),
    get('X-Amz-Signature'),
    get('X-Amz-Date'),
    get('X-Amz-Security-Token'),
  );
  return signed && { ...signed, expires: Number(get('X-Amz-Expires')) };
}

function signedRequest(
  kind: 'header' | 'query',
  credential: string | undefined,
  signedHeaders: string | undefined,
  signature: string | undefined,
  amzDate: string | undefined,
  sessionToken: string | undefined,
): SignedRequest | undefined {
  const [accessKeyId, date, region, service, terminator] = (credential ?? '').split('/');
  if (!accessKeyId || !date || !region || !service || terminator !== 'aws4_request') return undefined;
  if (!signedHeaders || !signature || !amzDate) return undefined;
  return {
    kind,
    accessKeyId,
    date,
    region,
    service,
    signedHeaders: signedHeaders.split(';'),
    signature,
    amzDate,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
}

/** True where the request was signed with this secret, and not changed since. */
export function verifySignature(
  signed: SignedRequest,
  request: VerifiableRequest,
  secretAccessKey: string,
): boolean {
  const scope = `${signed.date}/${signed.region}/${signed.service}/aws4_request`;
  const toSign = [ALGORITHM, signed.amzDate, scope, sha256(canonicalRequest(signed, request))].join('\n');
  return equal(hmacHex(signingKey(secretAccessKey, signed), toSign), signed.signature);
}

/** The signature of a POST form's policy (S3: Authenticating requests in browser-based uploads using POST). */
export const signPolicy = (
  policy: string,
  secret: string,
  date: string,
  region: string,
  service: string,
): string => hmacHex(signingKey(secret, { date, region, service }), policy);

/** Compares two signatures in constant time. */
export function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The time of an `amzDate`, in milliseconds; NaN where it is none. */
export const amzTime = (amzDate: string): number =>
  Date.parse(amzDate.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

function canonicalRequest(signed: SignedRequest, request: VerifiableRequest): string {
  const headers = signed.signedHeaders.map(
    (name) => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`,
  );
  const query = [...request.query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return [
    request.method,
    canonicalPath(request.rawPath, signed.service),
    query,
    headers.join(''),
    signed.signedHeaders.join(';'),
    request.payloadHash,
  ].join('\n');
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Every service but S3 encodes the path twice. */
const canonicalPath = (rawPath: string, service: string): string => {
  const segments = rawPath.split('/').map((segment) => encode(decodeURIComponent(segment)));
  return (service === 's3' ? segments : segments.map(encode)).join('/');
};

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const hmacHex = (key: Buffer, text: string): string => hmac(key, text).toString('hex');

const signingKey = (secret: string, scope: { date: string; region: string; service: string }): Buffer =>
  hmac(hmac(hmac(hmac(`AWS4${secret}`, scope.date), scope.region), scope.service), 'aws4_request');
