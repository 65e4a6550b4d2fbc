import type { AwsResponse, RawRequest } from '../../aws/types.ts';
import { wildcardMatches } from '../../iam/wildcard.ts';
import type { CorsRule } from './description.ts';
import { renderDocument } from './xml.ts';

const ruleFor = (rules: readonly CorsRule[], origin: string, method: string): CorsRule | undefined =>
  rules.find(
    ({ allowedOrigins, allowedMethods }) =>
      allowedMethods.includes(method) && allowedOrigins.some((pattern) => wildcardMatches(pattern, origin)),
  );

const originHeaders = (rule: CorsRule, origin: string): Record<string, string> =>
  rule.allowedOrigins.includes('*')
    ? { 'access-control-allow-origin': '*' }
    : { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' };

/** Returns the CORS headers of a response to an allowed origin. */
export function buildCorsHeaders(
  rules: readonly CorsRule[],
  { headers, method }: RawRequest,
): Record<string, string> {
  const { origin } = headers;
  const rule = origin === undefined ? undefined : ruleFor(rules, origin, method);
  if (rule === undefined || origin === undefined) return {};
  return {
    ...originHeaders(rule, origin),
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(rule.exposeHeaders.length === 0
      ? {}
      : { 'access-control-expose-headers': rule.exposeHeaders.join(', ') }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

/** Answers a preflight. https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html */
export function answerPreflight(rules: readonly CorsRule[], { headers, requestId }: RawRequest): AwsResponse {
  const { origin } = headers;
  const method = headers['access-control-request-method'];
  const wanted = (headers['access-control-request-headers'] ?? '').split(',').map((name) => name.trim());
  const rule =
    origin === undefined || method === undefined
      ? undefined
      : rules.find(
          (each) =>
            ruleFor([each], origin, method) !== undefined &&
            wanted.every(
              (name) =>
                name === '' || each.allowedHeaders.some((pattern) => wildcardMatches(pattern, name, true)),
            ),
        );
  if (rule === undefined || origin === undefined)
    return {
      status: 403,
      headers: { 'content-type': 'application/xml' },
      body: renderDocument('Error', {
        Code: 'AccessForbidden',
        Message: 'CORSResponse: This CORS request is not allowed.',
        RequestId: requestId,
      }),
    };
  return {
    status: 200,
    headers: {
      ...originHeaders(rule, origin),
      'access-control-allow-methods': rule.allowedMethods.join(', '),
      ...(wanted.join('') === '' ? {} : { 'access-control-allow-headers': wanted.join(', ').toLowerCase() }),
      ...(rule.exposeHeaders.length === 0
        ? {}
        : { 'access-control-expose-headers': rule.exposeHeaders.join(', ') }),
      ...(rule.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSeconds) }),
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    },
  };
}
