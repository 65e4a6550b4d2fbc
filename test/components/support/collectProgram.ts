import * as pulumi from '@pulumi/pulumi';
import { unwrapped } from './unwrapped.ts';

/** One resource as the program registered it. */
export interface Registered {
  type: string;
  name: string;
  custom: boolean;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

/** The resources and exports of a program's run. */
export interface Program {
  resources: Registered[];
  exports: Record<string, unknown>;
}

/** The configuration without which there is no stack. */
export const REQUIRED = {
  oidcIssuer: 'https://login.example.org',
  oidcAudience: 'dicom-analyzer',
  oidcClientId: 'portal',
};

const REGION = 'us-east-1';
const ACCOUNT = '123456789012';

/** Returns the outputs of a created resource, with a unique name, id and ARN. */
function answer({ type, name, inputs }: pulumi.runtime.MockResourceArgs): Record<string, unknown> {
  const given = inputs as Record<string, unknown>;
  const kind = type.split('/')[0]!.split(':').at(-1);
  const unique = `${name}-1234567`;
  return {
    ...given,
    arn: kind === 's3' ? `arn:aws:s3:::${unique}` : `arn:aws:${kind}:${REGION}:${ACCOUNT}:${unique}`,
    name: given.name ?? (typeof given.namePrefix === 'string' ? `${given.namePrefix}1234567` : unique),
    bucket: given.bucket ?? unique,
    bucketRegionalDomainName: `${unique}.s3.${REGION}.amazonaws.com`,
    url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${unique}`,
    keyId: unique,
    apiEndpoint: `https://a1b2c3.execute-api.${REGION}.amazonaws.com`,
    executionArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:a1b2c3`,
    invokeArn: `arn:aws:apigateway:${REGION}:lambda:path/functions/${unique}/invocations`,
    domainName: given.domainName ?? 'd111111abcdef8.cloudfront.net',
    hostedZoneId: 'Z2FDTNDATAQYW2',
    eventBusName: given.eventBusName,
    prefixListId: kind === 'ec2' ? 'pl-1234' : given.prefixListId,
    vpcId: given.vpcId ?? 'vpc-1234',
    isolatedSubnetIds: ['subnet-1', 'subnet-2'],
    routeTables: [{ id: 'rtb-1' }, { id: 'rtb-2' }],
  };
}

/** Runs a program under Pulumi's mocks, children and all. The first error of the program is thrown. */
export async function collectProgram(
  program: () => Record<string, unknown>,
  config: Record<string, string> = {},
  stack = 'test',
): Promise<Program> {
  const resources: Registered[] = [];
  const mocks: pulumi.runtime.Mocks = {
    newResource(args) {
      const outputs = answer(args);
      resources.push({
        type: args.type,
        name: args.name,
        custom: args.custom === true,
        inputs: unwrapped(args.inputs) as Record<string, unknown>,
        outputs: unwrapped(outputs) as Record<string, unknown>,
      });
      return { id: `${args.name}-id`, state: outputs };
    },
    call: () => ({
      ...{ accountId: ACCOUNT, region: REGION, randomPassword: 'r'.repeat(64) },
      ...{ id: 'pl-1234', cidrBlock: '10.0.0.0/16' },
    }),
  };
  await pulumi.runtime.setMocks(mocks, 'dicom-analyzer', stack, false);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [`dicom-analyzer:${key}`, value])),
  );
  const exports = await failingEarly(async () => {
    const answered: unknown = await pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()));
    await pulumi.runtime.disconnect();
    return answered;
  });
  return { resources, exports: unwrapped(exports) as Record<string, unknown> };
}

/** Pulumi reports some errors by a rejection that nobody awaits. */
async function failingEarly<T>(work: () => Promise<T>): Promise<T> {
  let fail: (reason: unknown) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => (fail = reject));
  const earlier = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', fail);
  try {
    return await Promise.race([work(), failed]);
  } finally {
    process.removeListener('unhandledRejection', fail);
    for (const listener of earlier) process.on('unhandledRejection', listener);
  }
}
