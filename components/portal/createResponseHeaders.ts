import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** Creates the portal's response headers: HSTS for a year, no framing, no sniffing, no referrer, and a strict content security policy. */
export const createResponseHeaders = (
  name: string,
  connectOrigins: pulumi.Input<string>[],
  embeddingOrigins: string[],
  opts: pulumi.CustomResourceOptions,
): aws.cloudfront.ResponseHeadersPolicy =>
  new aws.cloudfront.ResponseHeadersPolicy(
    name,
    {
      comment: 'Response headers of the portal',
      ...(embeddingOrigins.length > 0 ? { corsConfig: createCorsConfig(embeddingOrigins) } : {}),
      securityHeadersConfig: {
        contentSecurityPolicy: {
          contentSecurityPolicy: createContentSecurityPolicy(connectOrigins),
          override: true,
        },
        strictTransportSecurity: {
          accessControlMaxAgeSec: 31_536_000,
          includeSubdomains: true,
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: 'DENY', override: true },
        referrerPolicy: { referrerPolicy: 'no-referrer', override: true },
      },
    },
    opts,
  );

/** Allows CORS: a page that embeds the element loads its modules across origins. */
const createCorsConfig = (origins: string[]): aws.types.input.cloudfront.ResponseHeadersPolicyCorsConfig => ({
  accessControlAllowOrigins: { items: origins },
  accessControlAllowMethods: { items: ['GET', 'HEAD'] },
  accessControlAllowHeaders: { items: ['*'] },
  accessControlAllowCredentials: false,
  originOverride: true,
});

/** Permits WebAssembly for codecs, blobs and the bucket for renditions, and workers for decoding. */
const createContentSecurityPolicy = (connectOrigins: pulumi.Input<string>[]): pulumi.Output<string> =>
  pulumi.all(connectOrigins).apply((origins) => {
    const connect = [...new Set(origins)].join(' ');
    return [
      "default-src 'none'",
      "script-src 'self' 'wasm-unsafe-eval'",
      "style-src 'self'",
      `img-src 'self' blob: data: ${connect}`,
      `connect-src 'self' ${connect}`,
      "worker-src 'self' blob:",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; ');
  });
