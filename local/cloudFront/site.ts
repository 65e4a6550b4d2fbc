import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { MAX_BODY_BYTES, type HttpApi } from '../apiGateway/httpApi.ts';
import type { ApiRequest, ApiResponse } from '../apiGateway/payload.ts';
import { BodyTooLargeError, readBody } from '../servers/readBody.ts';
import type { Behaviour, SiteSettings } from './siteSettings.ts';

/** An object of a bucket. */
export interface SiteObject {
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The settings and origins of a site. */
export interface SiteOptions {
  readonly settings: SiteSettings;
  readonly api: HttpApi | undefined;
  /** Reads an object as the distribution, or anonymously; undefined where S3 answers 403 or 404. */
  readonly readObject: (
    bucket: string,
    key: string,
    distributionArn: string | undefined,
  ) => Promise<SiteObject | undefined>;
}

const DENIED =
  '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>';

const createErrorResponse = (error: unknown): ApiResponse => ({
  status: error instanceof URIError ? 400 : 502,
  headers: { 'content-type': 'text/plain' },
  body: String(error),
});

async function readBodyFor(request: IncomingMessage): Promise<ApiRequest['body']> {
  try {
    return await readBody(request, MAX_BODY_BYTES);
  } catch (error) {
    if (error instanceof BodyTooLargeError) return 'too large';
    throw error;
  }
}

async function fromApi(
  request: IncomingMessage,
  api: HttpApi | undefined,
  added: Readonly<Record<string, string>>,
): Promise<ApiResponse> {
  if (api === undefined) throw new Error('The distribution has an API as its origin, and the graph has none');
  // CloudFront selects a behavior by the normalized path and forwards the raw one (developer guide, "Path pattern").
  const target = request.url ?? '/';
  const queryStart = target.indexOf('?');
  return api.handle({
    method: request.method ?? 'GET',
    path: queryStart < 0 ? target : target.slice(0, queryStart),
    query: queryStart < 0 ? '' : target.slice(queryStart + 1),
    headers: { ...request.headers, ...added },
    body: await readBodyFor(request),
    sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
    requestId: randomUUID(),
  });
}

/** Creates the listener of a distribution: the first matching behavior selects the origin and the headers policy. */
export function createSiteListener({ settings, api, readObject }: SiteOptions): RequestListener {
  const fromBucket = async (
    request: IncomingMessage,
    origin: Behaviour['origin'] & { kind: 'bucket' },
    pathname: string,
  ): Promise<ApiResponse> => {
    const path = pathname === '/' ? `/${settings.defaultRootObject}` : decodeURIComponent(pathname);
    const object = await readObject(
      origin.bucket,
      `${origin.path}${path}`.replace(/^\//, ''),
      origin.signed ? settings.distributionArn : undefined,
    );
    // Without s3:ListBucket S3 answers 403 for a missing object too.
    if (object === undefined)
      return { status: 403, headers: { 'content-type': 'application/xml' }, body: DENIED };
    const { etag } = object.headers;
    const known = etag !== undefined && request.headers['if-none-match'] === etag;
    return known
      ? { status: 304, headers: { ...object.headers }, body: '' }
      : { status: 200, headers: { ...object.headers }, body: object.content };
  };

  const answer = async (request: IncomingMessage): Promise<ApiResponse> => {
    const url = new URL(request.url ?? '/', 'http://site');
    const behaviour = settings.behaviours.find(({ pathPattern }) => pathPattern?.test(url.pathname) ?? true);
    if (behaviour === undefined || !behaviour.methods.includes(request.method ?? ''))
      return {
        status: 403,
        headers: { 'content-type': 'text/plain' },
        body: 'The distribution does not allow this method.\n',
      };
    const { origin } = behaviour;
    const response = await (
      origin.kind === 'bucket'
        ? fromBucket(request, origin, url.pathname)
        : fromApi(request, api, origin.headers)
    ).catch(createErrorResponse);
    return { ...response, headers: { ...response.headers, ...behaviour.headersFor(request.headers.origin) } };
  };

  return (request, response) => {
    answer(request).then(
      (result) => send(request, response, result),
      (error: unknown) => {
        send(request, response, createErrorResponse(error));
      },
    );
  };
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: ApiResponse,
): void {
  const length =
    status === 204 || status === 304 ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  response.writeHead(status, { ...headers, ...length });
  response.end(request.method === 'HEAD' || status === 204 || status === 304 ? undefined : body);
}
