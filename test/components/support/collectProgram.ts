import * as pulumi from '@pulumi/pulumi';
import { unwrapped } from './unwrapped.ts';

/** A resource as the program registered it. */
export interface Registered {
  type: string;
  name: string;
  custom: boolean;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  /** The resources that it waits for, each as `TYPE::NAME`. */
  dependencies: readonly string[];
}

/** The resources and exports of a program's run. */
export interface Program {
  resources: Registered[];
  exports: Record<string, unknown>;
}

/** The required settings. */
export const REQUIRED = {
  oidcIssuer: 'https://login.example.org',
  oidcAudience: 'dicom-analyzer',
  oidcClientId: 'portal',
};

const REGION = 'us-east-1';
const ACCOUNT = '123456789012';

/** Returns the outputs of a created resource, with a unique name, id and ARN. */
function createOutputs({ type, name, inputs }: pulumi.runtime.MockResourceArgs): Record<string, unknown> {
  const inputValues = inputs as Record<string, unknown>;
  const kind = type.split('/')[0]!.split(':').at(-1);
  const unique = `${name}-1234567`;
  return {
    ...inputValues,
    arn: kind === 's3' ? `arn:aws:s3:::${unique}` : `arn:aws:${kind}:${REGION}:${ACCOUNT}:${unique}`,
    name:
      inputValues.name ??
      (typeof inputValues.namePrefix === 'string' ? `${inputValues.namePrefix}1234567` : unique),
    bucket: inputValues.bucket ?? unique,
    bucketRegionalDomainName: `${unique}.s3.${REGION}.amazonaws.com`,
    url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${unique}`,
    keyId: unique,
    apiEndpoint: `https://a1b2c3.execute-api.${REGION}.amazonaws.com`,
    executionArn: `arn:aws:execute-api:${REGION}:${ACCOUNT}:a1b2c3`,
    invokeArn: `arn:aws:apigateway:${REGION}:lambda:path/functions/${unique}/invocations`,
    domainName: inputValues.domainName ?? 'd111111abcdef8.cloudfront.net',
    hostedZoneId: 'Z2FDTNDATAQYW2',
    eventBusName: inputValues.eventBusName,
    prefixListId: kind === 'ec2' ? 'pl-1234' : inputValues.prefixListId,
    vpcId: inputValues.vpcId ?? 'vpc-1234',
    isolatedSubnetIds: ['subnet-1', 'subnet-2'],
    routeTables: [{ id: 'rtb-1' }, { id: 'rtb-2' }],
  };
}

/** Runs a program under Pulumi's mocks and returns all its resources. Rejects with the first error of the program. */
export async function collectProgram(
  program: () => Record<string, unknown>,
  config: Record<string, string> = {},
  stack = 'test',
): Promise<Program> {
  const resources: Registered[] = [];
  const dependencies = new Map<string, string[]>();
  const mocks: pulumi.runtime.Mocks = {
    newResource(args) {
      const outputs = createOutputs(args);
      resources.push({
        type: args.type,
        name: args.name,
        custom: args.custom === true,
        inputs: unwrapped(args.inputs) as Record<string, unknown>,
        outputs: unwrapped(outputs) as Record<string, unknown>,
        dependencies: dependencies.get(`${args.type}::${args.name}`) ?? [],
      });
      return { id: `${args.name}-id`, state: outputs };
    },
    call: () => ({
      ...{ accountId: ACCOUNT, region: REGION, randomPassword: 'r'.repeat(64) },
      ...{ id: 'pl-1234', cidrBlock: '10.0.0.0/16' },
    }),
  };
  await pulumi.runtime.setMocks(mocks, 'dicom-analyzer', stack, false);
  recordDependencies(dependencies);
  pulumi.runtime.setAllConfig(
    Object.fromEntries(Object.entries(config).map(([key, value]) => [`dicom-analyzer:${key}`, value])),
  );
  const exports = await rejectUnhandled(async () => {
    const result: unknown = await pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()));
    await pulumi.runtime.disconnect();
    return result;
  });
  return { resources, exports: unwrapped(exports) as Record<string, unknown> };
}

interface RegisterRequest {
  getType(): string;
  getName(): string;
  getDependenciesList(): string[];
}

/** Records what each resource waits for: mocks are not told. */
function recordDependencies(dependencies: Map<string, string[]>): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as {
    registerResource(request: RegisterRequest, callback: unknown): Promise<void>;
  };
  const registerResource = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) => {
    // A URN ends in `PARENT_TYPE$TYPE::NAME`.
    const names = request
      .getDependenciesList()
      .map((urn) => urn.split('::').slice(2).join('::').split('$').at(-1)!);
    dependencies.set(`${request.getType()}::${request.getName()}`, names);
    return registerResource(request, callback);
  };
}

/** Rejects on an unhandled rejection too, because Pulumi reports some errors that way. */
async function rejectUnhandled<T>(work: () => Promise<T>): Promise<T> {
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
