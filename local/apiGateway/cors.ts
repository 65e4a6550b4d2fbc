import type { CorsSettings } from './apiSettings.ts';

const isAllowed = (patterns: readonly string[], origin: string): boolean =>
  patterns.some((pattern) => pattern === '*' || pattern === origin);

/** Builds the CORS headers of a response; only `Vary` if the origin is not allowed. */
export function buildCorsHeaders(
  cors: CorsSettings | undefined,
  origin: string | undefined,
): Record<string, string> {
  if (cors === undefined) return {};
  // Always: a response to a page of the same origin would else be taken from the browser's cache for a foreign page.
  const vary = { vary: 'Origin' };
  if (origin === undefined || !isAllowed(cors.allowOrigins, origin)) return vary;
  return {
    ...vary,
    'access-control-allow-origin': cors.allowOrigins.includes('*') ? '*' : origin,
    ...(cors.allowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.exposeHeaders.length === 0
      ? {}
      : { 'access-control-expose-headers': cors.exposeHeaders.join(',') }),
  };
}

/** Builds the headers of a preflight response; only `Vary` if the origin is not allowed. */
export function buildPreflightHeaders(
  cors: CorsSettings,
  origin: string | undefined,
): Record<string, string> {
  const headers = buildCorsHeaders(cors, origin);
  if (!('access-control-allow-origin' in headers)) return headers;
  return {
    ...headers,
    'access-control-allow-methods': cors.allowMethods.join(','),
    'access-control-allow-headers': cors.allowHeaders.join(','),
    ...(cors.maxAge === undefined ? {} : { 'access-control-max-age': String(cors.maxAge) }),
  };
}
