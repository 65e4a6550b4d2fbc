import type { CorsSettings } from './apiSettings.ts';

const allowed = (patterns: readonly string[], origin: string): boolean =>
  patterns.some((pattern) => pattern === '*' || pattern === origin);

/** The headers that a response gets for a request's origin; none where the origin is not allowed. */
export function buildCorsHeaders(
  cors: CorsSettings | undefined,
  origin: string | undefined,
): Record<string, string> {
  if (cors === undefined || origin === undefined || !allowed(cors.allowOrigins, origin)) return {};
  return {
    'access-control-allow-origin': cors.allowOrigins.includes('*') ? '*' : origin,
    vary: 'Origin',
    ...(cors.allowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.exposeHeaders.length === 0
      ? {}
      : { 'access-control-expose-headers': cors.exposeHeaders.join(',') }),
  };
}

/** The answer to a preflight: the lists as configured, for allowed origins only. */
export function buildPreflightHeaders(
  cors: CorsSettings,
  origin: string | undefined,
): Record<string, string> {
  const headers = buildCorsHeaders(cors, origin);
  if (!('access-control-allow-origin' in headers)) return {};
  return {
    ...headers,
    'access-control-allow-methods': cors.allowMethods.join(','),
    'access-control-allow-headers': cors.allowHeaders.join(','),
    ...(cors.maxAge === undefined ? {} : { 'access-control-max-age': String(cors.maxAge) }),
  };
}
