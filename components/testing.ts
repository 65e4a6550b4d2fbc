import type * as pulumi from '@pulumi/pulumi';

const REGION = 'us-east-1';
const ACCOUNT = '123456789012';

/**
 * Creates mocks for the unit tests of a program that contains `ImageAnalysis`: every resource gets the outputs that the
 * components read, such as ARNs, names and URLs, and every provider function an answer.
 *
 * @param onResource called with each resource, for a test to collect them
 *
 * @example
 * await pulumi.runtime.setMocks(createMocks((resource) => resources.push(resource)));
 */
export const createMocks = (
  onResource: (resource: pulumi.runtime.MockResourceArgs) => void = () => undefined,
): pulumi.runtime.Mocks => ({
  newResource: (resource) => {
    onResource(resource);
    return { id: `${resource.name}-id`, state: createState(resource) };
  },
  call: ({ inputs }) => ({
    ...(inputs as Record<string, unknown>),
    id: 'id-1234567',
    accountId: ACCOUNT,
    region: REGION,
    partition: 'aws',
    randomPassword: 'r'.repeat(64),
    cidrBlock: '10.0.0.0/16',
  }),
});

/** Returns the inputs of a resource with the outputs that AWS would add. */
function createState({ type, name, inputs }: pulumi.runtime.MockResourceArgs): Record<string, unknown> {
  const given = inputs as Record<string, unknown>;
  const service = type.split('/')[0]!.split(':').at(-1)!;
  const unique = `${name}-1234567`;
  return {
    arn: service === 's3' ? `arn:aws:s3:::${unique}` : `arn:aws:${service}:${REGION}:${ACCOUNT}:${unique}`,
    name: unique,
    bucket: unique,
    bucketRegionalDomainName: `${unique}.s3.${REGION}.amazonaws.com`,
    url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${unique}`,
    keyId: unique,
    apiEndpoint: `https://a1b2c3.execute-api.${REGION}.amazonaws.com`,
    executionArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:a1b2c3`,
    invokeArn: `arn:aws:apigateway:${REGION}:lambda:path/functions/${unique}/invocations`,
    domainName: 'd111111abcdef8.cloudfront.net',
    hostedZoneId: 'Z2FDTNDATAQYW2',
    vpcId: 'vpc-1234',
    isolatedSubnetIds: ['subnet-1', 'subnet-2'],
    routeTables: [{ id: 'rtb-1' }, { id: 'rtb-2' }],
    endpoint: `cognito-idp.${REGION}.amazonaws.com/${REGION}_example`,
    ...given,
  };
}
