import assert from 'node:assert/strict';
import { stackGraph, type StackGraph } from '../support/stackGraph.ts';
import { policyOf } from '../support/policyOf.ts';

const DISTRIBUTION = 'aws:cloudfront/distribution:Distribution';

describe('Portal', function () {
  this.timeout(60_000);
  let graph: StackGraph;
  before(async () => (graph = await stackGraph({ allowedOrigins: '["https://portal.example.org"]' })));

  it('serves the page from its bucket, and the API uncached with unchanged paths', () => {
    const { inputs } = graph.one(DISTRIBUTION, 'dicom-portal');
    const [site, api] = inputs.origins as Record<string, unknown>[];
    assert.equal(site?.originAccessControlId, 'dicom-portal-id');
    assert.equal(api?.domainName, 'a1b2c3.execute-api.us-east-1.amazonaws.com');
    assert.equal(api.originPath, undefined);
    const [behaviour, ...more] = inputs.orderedCacheBehaviors as Record<string, unknown>[];
    assert.deepEqual(more, []);
    assert.equal(behaviour?.pathPattern, '/api/*');
    assert.equal(behaviour.targetOriginId, api.originId);
    assert.equal(behaviour.cachePolicyId, '4135ea2d-6df8-44a3-9df3-4b5a84be39ad');
    assert.equal(behaviour.originRequestPolicyId, 'b689b0a8-53d0-40ab-baf2-68738e2966ac');
    assert.equal(inputs.customErrorResponses, undefined);
  });

  it('lets only its distribution read the bucket', () => {
    const [allow] = policyOf(graph.one('aws:s3/bucketPolicy:BucketPolicy', 'dicom-portal'));
    assert.deepEqual(allow?.Principal, { Service: 'cloudfront.amazonaws.com' });
    assert.deepEqual(allow.Condition, {
      StringEquals: { 'aws:SourceArn': graph.one(DISTRIBUTION, 'dicom-portal').outputs.arn },
    });
  });

  it('sends a content security policy with the issuer and the buckets, without inline scripts', () => {
    const { securityHeadersConfig, corsConfig } = graph.one(
      'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy',
      'dicom-portal',
    ).inputs as {
      securityHeadersConfig: {
        contentSecurityPolicy: { contentSecurityPolicy: string };
        strictTransportSecurity: { accessControlMaxAgeSec: number };
      };
      corsConfig: { accessControlAllowOrigins: { items: string[] } };
    };
    const policy = securityHeadersConfig.contentSecurityPolicy.contentSecurityPolicy;
    assert.match(policy, /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/);
    for (const origin of [
      'https://login.example.org',
      'https://dicom-uploads-1234567.s3.us-east-1.amazonaws.com',
    ])
      assert.match(policy, new RegExp(`connect-src [^;]*${origin.replaceAll('.', '\\.')}`));
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(securityHeadersConfig.strictTransportSecurity.accessControlMaxAgeSec, 31_536_000);
    assert.deepEqual(corsConfig.accessControlAllowOrigins.items, ['https://portal.example.org']);
  });

  it('uploads a configuration with the issuer and the API URL', () => {
    const { inputs } = graph.one('aws:s3/bucketObjectv2:BucketObjectv2', 'dicom-portal-config.json');
    assert.deepEqual(JSON.parse(inputs.content as string), {
      apiUrl: 'https://d111111abcdef8.cloudfront.net/api',
      issuer: 'https://login.example.org',
      clientId: 'portal',
      audience: 'dicom-analyzer',
      scope: 'openid',
    });
    assert.equal(inputs.cacheControl, 'no-cache');
    const keys = graph.all('aws:s3/bucketObjectv2:BucketObjectv2').map((object) => object.inputs.key);
    for (const key of ['index.html', 'portal.js', 'viewer/define.js'])
      assert.ok(keys.includes(key), `${key} in ${keys.join(' ')}`);
  });

  it('accepts your own domain name, with TLS 1.2 and DNS records', async () => {
    const certificateArn = 'arn:aws:acm:us-east-1:123456789012:certificate/1';
    const own = await stackGraph({
      domainName: 'images.example.org',
      certificateArn,
      hostedZoneId: 'Z0123456789',
    });
    const { inputs } = own.one(DISTRIBUTION, 'dicom-portal');
    assert.deepEqual(inputs.aliases, ['images.example.org']);
    assert.deepEqual(inputs.viewerCertificate, {
      acmCertificateArn: certificateArn,
      sslSupportMethod: 'sni-only',
      minimumProtocolVersion: 'TLSv1.2_2021',
    });
    assert.equal(own.program.exports.portalUrl, 'https://images.example.org');
    assert.equal(own.program.exports.apiUrl, 'https://images.example.org/api');
    assert.deepEqual(
      own
        .all('aws:route53/record:Record')
        .map((record) => record.inputs.type)
        .sort(),
      ['A', 'AAAA'],
    );
  });

  it('has a firewall with rate limits and managed rules in us-east-1, unless disabled', async () => {
    const { inputs } = graph.one('aws:wafv2/webAcl:WebAcl', 'dicom-portal');
    assert.equal(inputs.region, 'us-east-1');
    assert.deepEqual(
      (inputs.rules as { name: string }[]).map(({ name }) => name),
      [
        'token-rate',
        'address-rate',
        'AWSManagedRulesAmazonIpReputationList',
        'AWSManagedRulesCommonRuleSet',
        'AWSManagedRulesKnownBadInputsRuleSet',
      ],
    );
    const bare = await stackGraph({ waf: 'false' });
    assert.deepEqual(bare.all('aws:wafv2/webAcl:WebAcl'), []);
    assert.equal(bare.one(DISTRIBUTION, 'dicom-portal').inputs.webAclId, undefined);
  });

  it('sends the origin secret to the API, whose functions may read it', async () => {
    const value = '7Qm2bX9eL4tR8vK1nW6zC3yH5uJ0pAsd';
    const headersOf = ({ inputs }: { inputs: Record<string, unknown> }) =>
      (inputs.origins as { customHeaders?: unknown }[]).map(({ customHeaders }) => customHeaders);
    assert.deepEqual(headersOf(graph.one(DISTRIBUTION, 'dicom-portal')), [undefined, undefined]);

    const own = await stackGraph({ originSecret: value, network: 'create' });
    assert.deepEqual(headersOf(own.one(DISTRIBUTION, 'dicom-portal')), [
      undefined,
      [{ name: 'x-origin-verify', value }],
    ]);
    const { arn } = own.one('aws:secretsmanager/secret:Secret', 'dicom-origin').outputs;
    const apiFunctions = own
      .all('aws:lambda/permission:Permission')
      .flatMap(({ inputs }) => (inputs.principal === 'apigateway.amazonaws.com' ? [inputs.function] : []));
    const functions = own.all('aws:lambda/function:Function');
    const functionsWithSecret = functions.filter(({ inputs }) => {
      const { variables } = inputs.environment as { variables: Record<string, string> };
      return variables.ORIGIN_SECRET_ARN === arn;
    });
    assert.deepEqual(functionsWithSecret.map(({ outputs }) => outputs.name).sort(), apiFunctions.sort());
    for (const { name } of functionsWithSecret) {
      const statements = policyOf(own.one('aws:iam/rolePolicy:RolePolicy', name));
      assert.ok(
        statements.some(
          ({ Action, Resource }) => Action.includes('secretsmanager:GetSecretValue') && Resource === arn,
        ),
      );
    }
    for (const { name, inputs } of own.resources)
      if (name !== 'dicom-origin' && name !== 'dicom-portal')
        assert.ok(!JSON.stringify(inputs).includes(value), name);
  });
});
