import { at, first } from '../reading.ts';
import { rule, type Rule } from '../rule.ts';
import { atLeast, has, is } from './kinds.ts';

const STAGE = 'aws:apigatewayv2/stage:Stage';
const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';
const HEADERS = 'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy';
const SECURITY = 'securityHeadersConfig';
/** The public route: the API document contains nothing confidential. */
const OPEN_ROUTE = 'GET /openapi.json';

const listAt = (props: unknown, path: string): object[] => {
  const value = at(props, path);
  return Array.isArray(value) ? (value as object[]) : [];
};
const isHttpsOnly = (behavior: unknown): boolean =>
  ['https-only', 'redirect-to-https'].includes(String(at(behavior, 'viewerProtocolPolicy')));

export const EDGE: Rule[] = [
  rule(
    'api-authorized',
    'aws:apigatewayv2/route:Route',
    'requires a token',
    ({ props }) => props.authorizationType === 'JWT' && Boolean(props.authorizerId),
    { only: ({ props }) => props.routeKey !== OPEN_ROUTE },
  ),
  has('api-logged', STAGE, 'accessLogSettings.destinationArn'),
  rule('api-log-is-json', STAGE, 'logs JSON', ({ props }) =>
    String(at(props, 'accessLogSettings.format')).startsWith('{"requestId":"$context.requestId"'),
  ),
  atLeast('api-rate', STAGE, 'defaultRouteSettings.throttlingRateLimit', 1),
  atLeast('api-burst', STAGE, 'defaultRouteSettings.throttlingBurstLimit', 1),
  rule('cloudfront-oac', DISTRIBUTION, 'reads its bucket with Origin Access Control', ({ props }) => {
    const site = first(listAt(props, 'origins'), (origin) =>
      /\.s3[.-].*amazonaws\.com$/.test(String(at(origin, 'domainName'))),
    );
    return Boolean(at(site, 'originAccessControlId'));
  }),
  is('cloudfront-tls', DISTRIBUTION, 'viewerCertificate.minimumProtocolVersion', 'TLSv1.2_2021'),
  rule('cloudfront-site-https', DISTRIBUTION, 'accepts only HTTPS', ({ props }) =>
    isHttpsOnly(at(props, 'defaultCacheBehavior')),
  ),
  rule('cloudfront-api-https', DISTRIBUTION, 'accepts only HTTPS at every other path', ({ props }) => {
    const behaviors = listAt(props, 'orderedCacheBehaviors');
    return behaviors.length > 0 && behaviors.every(isHttpsOnly);
  }),
  rule('cloudfront-origin-https', DISTRIBUTION, 'connects to the API by HTTPS', ({ props }) => {
    const api = first(listAt(props, 'origins'), (origin) => at(origin, 'customOriginConfig') !== undefined);
    return (
      at(api, 'customOriginConfig.originProtocolPolicy') === 'https-only' &&
      String(at(api, 'customOriginConfig.originSslProtocols.0')) === 'TLSv1.2'
    );
  }),
  has('cloudfront-waf', DISTRIBUTION, 'webAclId'),
  rule('cloudfront-logged', DISTRIBUTION, 'has an access log', ({ props }, stack) => {
    const { arn } = props;
    const source = stack.find(
      'aws:cloudwatch/logDeliverySource:LogDeliverySource',
      (given) => Boolean(arn) && given.resourceArn === arn,
    );
    return source?.logType === 'ACCESS_LOGS';
  }),
  atLeast(
    'cloudfront-hsts',
    HEADERS,
    `${SECURITY}.strictTransportSecurity.accessControlMaxAgeSec`,
    31_536_000,
  ),
  has('cloudfront-csp', HEADERS, `${SECURITY}.contentSecurityPolicy.contentSecurityPolicy`),
  is('cloudfront-nosniff', HEADERS, `${SECURITY}.contentTypeOptions.override`, true),
  has('cloudfront-referrer', HEADERS, `${SECURITY}.referrerPolicy.referrerPolicy`),
];
