interface Security {
  contentSecurityPolicy?: { contentSecurityPolicy: string };
  contentTypeOptions?: object;
  frameOptions?: { frameOption: string };
  referrerPolicy?: { referrerPolicy: string };
  strictTransportSecurity?: {
    accessControlMaxAgeSec: number;
    includeSubdomains?: boolean;
    preload?: boolean;
  };
  xssProtection?: { protection: boolean; modeBlock?: boolean };
}

interface Cors {
  accessControlAllowOrigins: { items: string[] };
  accessControlAllowMethods: { items: string[] };
  accessControlAllowHeaders: { items: string[] };
  accessControlExposeHeaders?: { items: string[] };
  accessControlAllowCredentials: boolean;
  accessControlMaxAgeSec?: number;
}

function securityHeaders(security: Security): Record<string, string> {
  const headers: Record<string, string> = {};
  const { contentSecurityPolicy, frameOptions, referrerPolicy, strictTransportSecurity, xssProtection } =
    security;
  if (contentSecurityPolicy !== undefined)
    headers['content-security-policy'] = contentSecurityPolicy.contentSecurityPolicy;
  if (security.contentTypeOptions !== undefined) headers['x-content-type-options'] = 'nosniff';
  if (frameOptions !== undefined) headers['x-frame-options'] = frameOptions.frameOption;
  if (referrerPolicy !== undefined) headers['referrer-policy'] = referrerPolicy.referrerPolicy;
  if (strictTransportSecurity !== undefined) {
    const { accessControlMaxAgeSec, includeSubdomains, preload } = strictTransportSecurity;
    headers['strict-transport-security'] =
      `max-age=${accessControlMaxAgeSec}${includeSubdomains === true ? '; includeSubDomains' : ''}${preload === true ? '; preload' : ''}`;
  }
  if (xssProtection !== undefined)
    headers['x-xss-protection'] =
      `${xssProtection.protection ? '1' : '0'}${xssProtection.modeBlock === true ? '; mode=block' : ''}`;
  return headers;
}

function corsHeaders(cors: Cors, origin: string | undefined): Record<string, string> {
  const { items } = cors.accessControlAllowOrigins;
  const any = items.includes('*');
  // Always: a browser keeps what the portal's page loaded, and would show it to a page of another origin.
  const vary: Record<string, string> = { vary: 'Origin' };
  if (origin === undefined || !(any || items.includes(origin))) return vary;
  return {
    ...vary,
    'access-control-allow-origin': any ? '*' : origin,
    ...(cors.accessControlAllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.accessControlExposeHeaders === undefined
      ? {}
      : { 'access-control-expose-headers': cors.accessControlExposeHeaders.items.join(', ') }),
  };
}

/**
 * Compiles a CloudFront response headers policy to a function from the origin of a request to the added headers; see
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html.
 */
export function compileResponseHeaders(
  policy: Readonly<Record<string, unknown>>,
): (origin: string | undefined) => Record<string, string> {
  const security = securityHeaders(policy.securityHeadersConfig ?? {});
  const custom =
    ((policy.customHeadersConfig ?? {}) as { items?: { header: string; value: string }[] }).items ?? [];
  const cors = policy.corsConfig as Cors | undefined;
  return (origin) => ({
    ...security,
    ...Object.fromEntries(custom.map(({ header, value }) => [header.toLowerCase(), value])),
    ...(cors === undefined ? {} : corsHeaders(cors, origin)),
  });
}
