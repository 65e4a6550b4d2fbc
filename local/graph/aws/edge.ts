import { INERT, requireString, type ResourceType } from '../resourceType.ts';

const IDS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const LOWER = 'abcdefghijklmnopqrstuvwxyz0123456789';

const behaviour = (name: string): string[] =>
  ['pathPattern', 'targetOriginId', 'allowedMethods', 'originRequestPolicyId', 'responseHeadersPolicyId'].map(
    (property) => `${name}.${property}`,
  );

const inertBehaviour = (name: string): Record<string, string> => ({
  [`${name}.viewerProtocolPolicy`]: 'loopback has no certificate; browsers treat it as secure',
  [`${name}.cachePolicyId`]: 'the local site caches nothing',
  [`${name}.cachedMethods`]: 'the local site caches nothing',
  [`${name}.compress`]: 'loopback needs no compression',
});

/** HTTP API and CloudFront. */
export const edge: Readonly<Record<string, ResourceType>> = {
  'aws:apigatewayv2/api:Api': {
    autoName: 'name',
    outputs: ({ physicalName, token, settings: { region, accountId } }) => {
      const id = token(10, LOWER);
      return {
        id,
        name: physicalName,
        arn: `arn:aws:apigateway:${region}::/apis/${id}`,
        apiEndpoint: `https://${id}.execute-api.${region}.amazonaws.com`,
        executionArn: `arn:aws:execute-api:${region}:${accountId}:${id}`,
      };
    },
    served: ['name', 'protocolType', 'corsConfiguration.*', 'disableExecuteApiEndpoint'],
    inert: { description: INERT.description, version: INERT.description, 'tags.*': INERT.tags },
  },
  'aws:apigatewayv2/authorizer:Authorizer': {
    autoName: 'name',
    outputs: ({ physicalName, token }) => ({ id: token(6, LOWER), name: physicalName }),
    served: ['apiId', 'name', 'authorizerType', 'identitySources', 'jwtConfiguration.*'],
    inert: {},
  },
  'aws:apigatewayv2/integration:Integration': {
    outputs: ({ token }) => ({ id: token(7, LOWER) }),
    served: ['apiId', 'integrationType', 'integrationUri', 'payloadFormatVersion', 'timeoutMilliseconds'],
    inert: {
      integrationMethod: 'a Lambda proxy is always invoked by POST',
      description: INERT.description,
    },
  },
  'aws:apigatewayv2/route:Route': {
    outputs: ({ token }) => ({ id: token(7, LOWER) }),
    served: ['apiId', 'routeKey', 'target', 'authorizationType', 'authorizerId', 'authorizationScopes'],
    inert: { operationName: INERT.description },
  },
  'aws:apigatewayv2/stage:Stage': {
    outputs: (registration) => {
      const { region, accountId } = registration.settings;
      const api = requireString(registration, 'apiId');
      const name = requireString(registration, 'name');
      return {
        id: name,
        arn: `arn:aws:apigateway:${region}::/apis/${api}/stages/${name}`,
        invokeUrl: `https://${api}.execute-api.${region}.amazonaws.com/${name}`,
        executionArn: `arn:aws:execute-api:${region}:${accountId}:${api}/${name}`,
      };
    },
    served: [
      'apiId',
      'name',
      'autoDeploy',
      'accessLogSettings.format',
      'defaultRouteSettings.throttlingBurstLimit',
      'defaultRouteSettings.throttlingRateLimit',
    ],
    inert: {
      'accessLogSettings.destinationArn': INERT.logs,
      'defaultRouteSettings.detailedMetricsEnabled': INERT.alarms,
      description: INERT.description,
      'tags.*': INERT.tags,
    },
  },
  'aws:cloudfront/originAccessControl:OriginAccessControl': {
    autoName: 'name',
    outputs: ({ physicalName, token }) => ({ id: `E${token(13, IDS)}`, name: physicalName }),
    served: ['name', 'originAccessControlOriginType', 'signingBehavior', 'signingProtocol'],
    inert: { description: INERT.description },
  },
  'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy': {
    autoName: 'name',
    outputs: ({ physicalName, uuid }) => ({ id: uuid(), name: physicalName }),
    served: [
      'name',
      'securityHeadersConfig.*',
      'customHeadersConfig.*',
      'corsConfig.*',
      'removeHeadersConfig.*',
    ],
    inert: { comment: INERT.description },
  },
  'aws:cloudfront/cachePolicy:CachePolicy': {
    autoName: 'name',
    outputs: ({ physicalName, uuid }) => ({ id: uuid(), name: physicalName }),
    served: [],
    inert: {
      name: 'the local site caches nothing',
      comment: INERT.description,
      defaultTtl: 'the local site caches nothing',
      maxTtl: 'the local site caches nothing',
      minTtl: 'the local site caches nothing',
      'parametersInCacheKeyAndForwardedToOrigin.*': 'the local site caches nothing',
    },
  },
  'aws:cloudfront/distribution:Distribution': {
    outputs: ({ token, settings }) => {
      const id = `E${token(13, IDS)}`;
      return {
        id,
        arn: `arn:aws:cloudfront::${settings.accountId}:distribution/${id}`,
        domainName: `d${token(13, LOWER)}.cloudfront.net`,
        hostedZoneId: 'Z2FDTNDATAQYW2',
        etag: id,
      };
    },
    served: [
      'enabled',
      'defaultRootObject',
      'origins.originId',
      'origins.domainName',
      'origins.originPath',
      'origins.originAccessControlId',
      'origins.customHeaders.*',
      ...behaviour('defaultCacheBehavior'),
      ...behaviour('orderedCacheBehaviors'),
      'viewerCertificate.cloudfrontDefaultCertificate',
    ],
    inert: {
      comment: INERT.description,
      'origins.customOriginConfig.*': 'the API is called within the process',
      'origins.connectionAttempts': 'the origins are on loopback',
      'origins.connectionTimeout': 'the origins are on loopback',
      ...inertBehaviour('defaultCacheBehavior'),
      ...inertBehaviour('orderedCacheBehaviors'),
      isIpv6Enabled: 'loopback',
      httpVersion: 'loopback speaks HTTP/1.1',
      priceClass: 'a matter of price',
      'restrictions.geoRestriction.*': 'loopback has no location',
      'viewerCertificate.*': 'loopback has no certificate',
      'loggingConfig.*': INERT.logs,
      webAclId: 'no WAF runs locally',
      'aliases.*': 'loopback has one name',
      aliases: 'loopback has one name',
      waitForDeployment: INERT.provider,
      retainOnDelete: INERT.destroy,
      'tags.*': INERT.tags,
    },
  },
};
