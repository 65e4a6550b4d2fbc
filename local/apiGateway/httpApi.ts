import type { ApiSettings } from './apiSettings.ts';
import { buildCorsHeaders, buildPreflightHeaders } from './cors.ts';
import { ForbiddenError, JwtAuthorizer, UnauthorizedError, type JwtContext } from './jwtAuthorizer.ts';
import { MalformedPathError, matchRoute, type RouteMatch } from './matchRoute.ts';
import { buildPayload, parseResponse, type ApiRequest, type ApiResponse } from './payload.ts';
import { RequestTooLargeError } from '../lambda/errors.ts';
import { TokenBucket } from '../tokenBucket.ts';
import type { RouteSettings } from './apiSettings.ts';

/** The largest body that API Gateway accepts: 10 MB. */
export const MAX_BODY_BYTES = 10_485_760;
/** The largest request line and headers that API Gateway accepts together. */
const MAX_HEADER_BYTES = 10_240;

/** The dependencies of an HTTP API. */
export interface HttpApiOptions {
  /** Invokes a function as API Gateway does; rejects if it fails or is not permitted. */
  readonly invoke: (functionArn: string, sourceArn: string, event: unknown) => Promise<unknown>;
  readonly accessLog: (line: string) => void;
  readonly now: () => number;
}

const createMessageResponse = (status: number, text: string): ApiResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: text }),
});

const countHeaderBytes = ({ headers, path, query }: ApiRequest): number =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + String(value).length + 4, 0) +
  path.length +
  query.length;

function findRoute(
  routes: readonly RouteSettings[],
  method: string,
  path: string,
): RouteMatch | 'malformed' | undefined {
  try {
    return matchRoute(routes, method, path);
  } catch (error) {
    if (error instanceof MalformedPathError) return 'malformed';
    throw error;
  }
}

/** Serves an HTTP API of API Gateway: routes, JWT authorizers, CORS, throttling and the access log. */
export class HttpApi {
  readonly #settings: ApiSettings;
  readonly #options: HttpApiOptions;
  readonly #bucket: TokenBucket | undefined;
  readonly #authorizers = new Map<string, JwtAuthorizer>();

  constructor(settings: ApiSettings, options: HttpApiOptions) {
    this.#settings = settings;
    this.#options = options;
    this.#bucket = settings.throttle && new TokenBucket(settings.throttle, options.now);
  }

  /** Answers a request; never throws. */
  async handle(request: ApiRequest): Promise<ApiResponse> {
    const { cors, stage, routes } = this.#settings;
    const { origin } = request.headers;
    const started = this.#options.now();
    if (cors !== undefined && request.method === 'OPTIONS' && origin !== undefined)
      return { status: 204, headers: buildPreflightHeaders(cors, origin), body: '' };
    const prefix = `/${stage}`;
    const path =
      stage === '$default'
        ? request.path
        : request.path.startsWith(`${prefix}/`)
          ? request.path.slice(prefix.length)
          : undefined;
    const match = path === undefined ? undefined : findRoute(routes, request.method, path);
    const response =
      match === 'malformed' ? createMessageResponse(400, 'Bad Request') : await this.#respond(request, match);
    const own = Object.entries(response.headers).filter(
      ([name]) => cors === undefined || !(name.startsWith('access-control-') || name === 'vary'),
    );
    const headers = {
      ...Object.fromEntries(own),
      ...buildCorsHeaders(cors, origin),
      'apigw-requestid': request.requestId,
    };
    this.#log(request, match === 'malformed' ? undefined : match, response, this.#options.now() - started);
    return { ...response, headers };
  }

  async #respond(request: ApiRequest, match: RouteMatch | undefined): Promise<ApiResponse> {
    const { body } = request;
    if (body === 'too large') return createMessageResponse(413, 'Request Entity Too Large');
    if (countHeaderBytes(request) > MAX_HEADER_BYTES)
      return createMessageResponse(431, 'Request Header Fields Too Large');
    if (match === undefined) return createMessageResponse(404, 'Not Found');
    if (this.#bucket?.take() === false) return createMessageResponse(429, 'Too Many Requests');
    let jwt: JwtContext | undefined;
    try {
      jwt = await this.#authorize(request, match.route);
    } catch (error) {
      if (error instanceof ForbiddenError) return createMessageResponse(403, 'Forbidden');
      if (!(error instanceof UnauthorizedError)) throw error;
      const unauthorized = createMessageResponse(401, 'Unauthorized');
      return { ...unauthorized, headers: { ...unauthorized.headers, 'www-authenticate': 'Bearer' } };
    }
    return this.#integrate({ ...request, body }, match, jwt);
  }

  async #authorize(
    request: ApiRequest,
    { authorizer, scopes }: RouteSettings,
  ): Promise<JwtContext | undefined> {
    if (authorizer === undefined) return undefined;
    const key = JSON.stringify(authorizer);
    const known = this.#authorizers.get(key) ?? new JwtAuthorizer(authorizer);
    this.#authorizers.set(key, known);
    return known.authorize(request.headers.authorization, scopes);
  }

  async #integrate(
    request: ApiRequest & { readonly body: Buffer },
    match: RouteMatch,
    jwt: JwtContext | undefined,
  ): Promise<ApiResponse> {
    const { executionArn, stage } = this.#settings;
    const { functionArn, timeoutMs, routeKey } = match.route;
    const sourceArn = `${executionArn}/${stage}/${routeKey.replace(' ', '')}`;
    const event = buildPayload(request, this.#settings, match, jwt);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<ApiResponse>((resolve) => {
      timer = setTimeout(() => resolve(createMessageResponse(503, 'Service Unavailable')), timeoutMs);
    });
    try {
      return await Promise.race([
        this.#options.invoke(functionArn, sourceArn, event).then(parseResponse),
        timeout,
      ]);
    } catch (error) {
      // The base64 of a body that API Gateway takes may be too large for Lambda.
      if (error instanceof RequestTooLargeError)
        return createMessageResponse(413, 'Request Entity Too Large');
      // As in API Gateway, only the log of the function names the error.
      return createMessageResponse(500, 'Internal Server Error');
    } finally {
      clearTimeout(timer);
    }
  }

  #log(
    request: ApiRequest,
    match: RouteMatch | undefined,
    { status, body }: ApiResponse,
    latency: number,
  ): void {
    const values: Record<string, string> = {
      requestId: request.requestId,
      extendedRequestId: request.requestId,
      apiId: this.#settings.apiId,
      stage: this.#settings.stage,
      httpMethod: request.method,
      path: request.path,
      protocol: 'HTTP/1.1',
      routeKey: match?.route.routeKey ?? '-',
      status: String(status),
      responseLength: String(Buffer.byteLength(body)),
      responseLatency: String(latency),
      'identity.sourceIp': request.sourceIp,
      requestTime: new Date().toUTCString(),
      requestTimeEpoch: String(Date.now()),
    };
    const line = this.#settings.accessLogFormat?.replace(
      /\$context\.([A-Za-z.]+[A-Za-z])/g,
      (_all, name: string) => values[name] ?? '-',
    );
    if (line !== undefined) this.#options.accessLog(line);
  }
}
