import type { IncomingHttpHeaders } from 'node:http';
import type { ApiSettings } from './apiSettings.ts';
import type { JwtContext } from './jwtAuthorizer.ts';
import type { RouteMatch } from './matchRoute.ts';

/** A request to the API; its path begins with the stage. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** The raw query, without the question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  /** The body, unless it has more bytes than API Gateway accepts. */
  readonly body: Buffer | 'too large';
  readonly sourceIp: string;
  readonly requestId: string;
}

/** A response of the API. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Record<string, string | string[]>;
  readonly body: Buffer | string;
}

const TEXT = /^(text\/|application\/(.*\+)?(json|xml|x-www-form-urlencoded|javascript))/i;

const joinHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== 'cookie')
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : (value ?? '')]),
  );

function queryParameters(query: string): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query))
    parameters[name] = name in parameters ? `${parameters[name] ?? ''},${value}` : value;
  return Object.keys(parameters).length === 0 ? undefined : parameters;
}

/** Builds an event in payload format 2.0: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html. */
export function buildPayload(
  request: ApiRequest & { readonly body: Buffer },
  { apiId, stage }: ApiSettings,
  { route, pathParameters }: RouteMatch,
  jwt: JwtContext | undefined,
): Record<string, unknown> {
  const now = new Date();
  const base64 = request.body.length > 0 && !TEXT.test(request.headers['content-type'] ?? 'text/plain');
  const cookies = request.headers.cookie?.split('; ');
  const query = queryParameters(request.query);
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: request.path,
    rawQueryString: request.query,
    ...(cookies === undefined ? {} : { cookies }),
    headers: joinHeaders(request.headers),
    ...(query === undefined ? {} : { queryStringParameters: query }),
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    requestContext: {
      accountId: '000000000000',
      apiId,
      ...(jwt === undefined ? {} : { authorizer: { jwt } }),
      domainName: request.headers.host ?? '',
      domainPrefix: apiId,
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: request.requestId,
      routeKey: route.routeKey,
      stage,
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
    },
    ...(request.body.length === 0 ? {} : { body: request.body.toString(base64 ? 'base64' : 'utf8') }),
    isBase64Encoded: base64,
  };
}

/** Parses the result of a function: an object with a status code is a response, anything else the JSON body of a 200. */
export function parseResponse(answer: unknown): ApiResponse {
  if (typeof answer !== 'object' || answer === null || !('statusCode' in answer))
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: typeof answer === 'string' ? answer : JSON.stringify(answer ?? null),
    };
  const { statusCode, headers, cookies, body, isBase64Encoded } = answer as {
    statusCode: number;
    headers?: Record<string, string | number | boolean>;
    cookies?: string[];
    body?: string;
    isBase64Encoded?: boolean;
  };
  const lower = Object.entries(headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...Object.fromEntries(lower),
      ...(cookies === undefined ? {} : { 'set-cookie': cookies }),
    },
    body: isBase64Encoded === true ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}
