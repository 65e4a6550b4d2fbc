import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A credential scope, such as `20261124/us-east-1/s3/aws4_request`, and its access key. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

export const hmac = (key: string | Buffer, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

/** Parses `KEY/date/region/service/aws4_request`; undefined if it is malformed. */
export function parseScope(credential: string): CredentialScope | undefined {
  const parts = credential.split('/');
  const [service, region, date] = [parts.at(-2), parts.at(-3), parts.at(-4)];
  const accessKeyId = parts.slice(0, -4).join('/');
  if (parts.at(-1) !== 'aws4_request' || service === undefined || region === undefined || date === undefined)
    return undefined;
  return { accessKeyId, date, region, service };
}

export const scopeText = ({ date, region, service }: CredentialScope): string =>
  `${date}/${region}/${service}/aws4_request`;

/** Derives a signing key. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
export const signingKey = (secret: string, { date, region, service }: CredentialScope): Buffer =>
  hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');

/** Percent-encodes as SigV4 prescribes. */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

export interface CanonicalInput {
  readonly method: string;
  /** The path as sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
}

/** Hashes the canonical request. S3 encodes the path once, all other services twice. */
export function canonicalHash(input: CanonicalInput, service: string): string {
  const decoded = input.path.split('/').map((segment) => decodeURIComponent(segment));
  const once = decoded.map(uriEncode);
  const path = service === 's3' ? once : once.map(uriEncode);
  const query = [...input.query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    .sort(([a, x], [b, y]) => (a === b ? (x < y ? -1 : 1) : a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const headers = input.signedHeaders.map((name) => {
    const value = input.headers[name] ?? '';
    return `${name}:${(Array.isArray(value) ? value.join(',') : value).trim().replace(/ +/g, ' ')}\n`;
  });
  return sha256(
    [
      input.method,
      path.join('/'),
      query,
      headers.join(''),
      input.signedHeaders.join(';'),
      input.payloadHash,
    ].join('\n'),
  );
}

export const equalInConstantTime = (a: string, b: string): boolean => {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
};

/** Parses `20261124T160000Z` into milliseconds since 1970; NaN if it is malformed. */
export const parseAmzDate = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
