import type * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { ORIGIN_HEADER } from '../../contract/index.ts';
import { STAGE_NAME } from '../api/api.ts';

/** The ids of CloudFront's managed policies (CloudFront developer guide, "Use managed policies"). */
const MANAGED = {
  cachingOptimized: '658327ea-f89d-4fab-a63d-7e88639e58f6',
  cachingDisabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  allViewerExceptHostHeader: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
} as const;

export interface DistributionParts {
  site: aws.s3.Bucket;
  accessControl: aws.cloudfront.OriginAccessControl;
  headers: aws.cloudfront.ResponseHeadersPolicy;
  /** The API's host name. */
  apiDomain: pulumi.Input<string>;
  /** The secret that CloudFront sends to the API with every request. Default none. */
  originSecret?: pulumi.Input<string>;
  /** The ARN of the web application firewall. Default none. */
  webAclArn?: pulumi.Input<string>;
  domain?: { name: string; certificateArn: string };
}

/** Builds a distribution that serves the portal from its bucket and `/api/*` from the API, uncached and with the viewer's headers. */
export function buildDistributionArgs(parts: DistributionParts): aws.cloudfront.DistributionArgs {
  const common = {
    viewerProtocolPolicy: 'redirect-to-https',
    compress: true,
    cachedMethods: ['GET', 'HEAD'],
  };
  return {
    enabled: true,
    comment: 'Serves the portal and the API',
    defaultRootObject: 'index.html',
    httpVersion: 'http2and3',
    isIpv6Enabled: true,
    priceClass: 'PriceClass_100',
    origins: [
      {
        originId: 'site',
        domainName: parts.site.bucketRegionalDomainName,
        originAccessControlId: parts.accessControl.id,
      },
      {
        originId: 'api',
        domainName: parts.apiDomain,
        // CloudFront overwrites the viewer's header of this name (developer guide, "Add custom headers").
        ...(parts.originSecret === undefined
          ? {}
          : { customHeaders: [{ name: ORIGIN_HEADER, value: parts.originSecret }] }),
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: 'https-only',
          originSslProtocols: ['TLSv1.2'],
        },
      },
    ],
    defaultCacheBehavior: {
      ...common,
      targetOriginId: 'site',
      allowedMethods: ['GET', 'HEAD'],
      cachePolicyId: MANAGED.cachingOptimized,
      responseHeadersPolicyId: parts.headers.id,
    },
    orderedCacheBehaviors: [
      {
        ...common,
        pathPattern: `/${STAGE_NAME}/*`,
        viewerProtocolPolicy: 'https-only',
        targetOriginId: 'api',
        allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
        cachePolicyId: MANAGED.cachingDisabled,
        originRequestPolicyId: MANAGED.allViewerExceptHostHeader,
      },
    ],
    restrictions: { geoRestriction: { restrictionType: 'none' } },
    ...(parts.webAclArn === undefined ? {} : { webAclId: parts.webAclArn }),
    ...(parts.domain
      ? {
          aliases: [parts.domain.name],
          viewerCertificate: {
            acmCertificateArn: parts.domain.certificateArn,
            sslSupportMethod: 'sni-only',
            minimumProtocolVersion: 'TLSv1.2_2021',
          },
        }
      : { viewerCertificate: { cloudfrontDefaultCertificate: true } }),
  };
}
