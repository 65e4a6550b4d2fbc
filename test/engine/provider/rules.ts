import type { Account, Holding } from './account.ts';

type Inputs = Readonly<Record<string, unknown>>;

interface Statement {
  Effect?: unknown;
  Principal?: { Service?: string | string[]; AWS?: string | string[] } | string;
  Action?: string | string[];
  Resource?: string | string[];
}

/** An error with which AWS rejects the creation or the update of a resource, with AWS's own message. */
export class AwsRefusal extends Error {
  override readonly name = 'AwsRefusal';
}

const list = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** The properties that hold a policy document, by resource type. */
const POLICIES: Readonly<Record<string, string>> = {
  'aws:kms/key:Key': 'policy',
  'aws:kms/keyPolicy:KeyPolicy': 'policy',
  'aws:s3/bucketPolicy:BucketPolicy': 'policy',
  'aws:sqs/queuePolicy:QueuePolicy': 'policy',
  'aws:sns/topicPolicy:TopicPolicy': 'policy',
  'aws:cloudwatch/eventBusPolicy:EventBusPolicy': 'policy',
  'aws:iam/role:Role': 'assumeRolePolicy',
  'aws:iam/rolePolicy:RolePolicy': 'policy',
  'aws:iam/policy:Policy': 'policy',
  'aws:secretsmanager/secret:Secret': 'policy',
};

/** True for a resource with a policy: the provider waits until AWS has it in force. */
export const hasPolicy = (type: string, inputs: Inputs): boolean =>
  type in POLICIES && inputs[POLICIES[type]!] !== undefined;

/** Parses a policy document. @throws AwsRefusal when AWS would call it malformed */
export function statementsOf(type: string, name: string, text: unknown): Statement[] {
  const malformed = (why: string): AwsRefusal =>
    new AwsRefusal(`MalformedPolicyDocument: ${type} ${name}: ${why}`);
  let document: { Version?: unknown; Statement?: unknown };
  try {
    document = JSON.parse(String(text)) as typeof document;
  } catch {
    throw malformed('it is not JSON');
  }
  if (document.Version !== '2012-10-17') throw malformed('Version is not 2012-10-17');
  const statements = (Array.isArray(document.Statement) ? document.Statement : [document.Statement]) as (
    Statement | undefined
  )[];
  for (const statement of statements) {
    if (statement === undefined || !['Allow', 'Deny'].includes(String(statement.Effect)))
      throw malformed('a statement has no Effect');
    if (list(statement.Action).length === 0) throw malformed('a statement has no Action');
    for (const resource of list(statement.Resource))
      if (resource !== '*' && !/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d*:[^:\s].*$/.test(resource))
        throw malformed(`the resource ${resource} is not an ARN`);
      else if (/^arn:aws:s3:::arn:/.test(resource))
        throw malformed(`the resource ${resource} holds two ARNs`);
  }
  return statements as Statement[];
}

const admits = (statements: Statement[], service: string): boolean =>
  statements.some(
    ({ Effect, Principal }) =>
      Effect === 'Allow' && typeof Principal === 'object' && list(Principal.Service).includes(service),
  );

const keyPolicies = (account: Account, key: string): Statement[] => [
  ...account
    .ofType('aws:kms/key:Key')
    .filter(({ outputs, inputs }) => (outputs.arn === key || outputs.keyId === key) && inputs.policy)
    .flatMap(({ type, name, inputs }) => statementsOf(type, name, inputs.policy)),
  ...account
    .ofType('aws:kms/keyPolicy:KeyPolicy')
    .filter(({ inputs }) => key.endsWith(String(inputs.keyId)))
    .flatMap(({ type, name, inputs }) => statementsOf(type, name, inputs.policy)),
];

const bucketPolicy = (account: Account, bucket: string): Statement[] =>
  account
    .ofType('aws:s3/bucketPolicy:BucketPolicy')
    .filter(({ inputs }) => inputs.bucket === bucket)
    .flatMap(({ type, name, inputs }) => statementsOf(type, name, inputs.policy));

function requireKey(account: Account, key: unknown, service: string, message: string): void {
  if (typeof key === 'string' && !admits(keyPolicies(account, key), service)) throw new AwsRefusal(message);
}

function requireBucket(account: Account, bucket: string, service: string, message: string): void {
  if (!admits(bucketPolicy(account, bucket), service)) throw new AwsRefusal(message);
}

const bucketOf = (arn: unknown): string =>
  String(arn)
    .replace(/^arn:aws:s3:::/, '')
    .replace(/\/.*$/, '');

const region = (inputs: Inputs): string => (typeof inputs.region === 'string' ? inputs.region : 'us-east-1');

/** The checks that AWS makes before it creates a resource of a type, with the errors of its API. */
const RULES: Readonly<Record<string, (account: Account, inputs: Inputs, name: string) => void>> = {
  'aws:cloudwatch/logGroup:LogGroup': (account, inputs) =>
    requireKey(
      account,
      inputs.kmsKeyId,
      `logs.${region(inputs)}.amazonaws.com`,
      'AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with the log group',
    ),
  'aws:s3/bucketLogging:BucketLogging': (account, inputs) =>
    requireBucket(
      account,
      String(inputs.targetBucket),
      'logging.s3.amazonaws.com',
      'InvalidTargetBucketForLogging: The target bucket does not grant the logging service permission to write',
    ),
  'aws:ec2/flowLog:FlowLog': (account, inputs) =>
    requireBucket(
      account,
      bucketOf(inputs.logDestination),
      'delivery.logs.amazonaws.com',
      'LogDestination is undeliverable: the bucket policy does not admit delivery.logs.amazonaws.com',
    ),
  'aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination': (account, inputs) => {
    const configuration = inputs.deliveryDestinationConfiguration as Inputs | undefined;
    requireBucket(
      account,
      bucketOf(configuration?.destinationResourceArn),
      'delivery.logs.amazonaws.com',
      'AccessDeniedException: the bucket policy does not admit delivery.logs.amazonaws.com',
    );
  },
  'aws:cloudtrail/trail:Trail': (account, inputs) => {
    requireBucket(
      account,
      String(inputs.s3BucketName),
      'cloudtrail.amazonaws.com',
      'InsufficientS3BucketPolicyException: Incorrect S3 bucket policy is detected for the bucket',
    );
    requireKey(
      account,
      inputs.kmsKeyId,
      'cloudtrail.amazonaws.com',
      'InsufficientEncryptionPolicyException: Insufficient permissions to access S3 bucket or KMS key',
    );
  },
  'aws:lambda/function:Function': (account, inputs) => {
    const role = account.ofType('aws:iam/role:Role').find(({ outputs }) => outputs.arn === inputs.role);
    if (
      role === undefined ||
      !admits(statementsOf(role.type, role.name, role.inputs.assumeRolePolicy), 'lambda.amazonaws.com')
    )
      throw new AwsRefusal(
        'InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.',
      );
  },
  'aws:lambda/eventSourceMapping:EventSourceMapping': (account, inputs) => {
    const handler = account
      .ofType('aws:lambda/function:Function')
      .find(({ outputs }) => outputs.arn === inputs.functionName || outputs.name === inputs.functionName);
    const role = account
      .ofType('aws:iam/role:Role')
      .find(({ outputs }) => outputs.arn === handler?.inputs.role);
    const allowed = account
      .ofType('aws:iam/rolePolicy:RolePolicy')
      .filter(({ inputs: policy }) => policy.role === role?.outputs.name)
      .flatMap(({ type, name, inputs: { policy } }) => statementsOf(type, name, policy))
      .some(({ Action }) => list(Action).includes('sqs:ReceiveMessage'));
    if (!allowed)
      throw new AwsRefusal(
        'InvalidParameterValueException: The provided execution role does not have permissions to call ReceiveMessage on SQS',
      );
  },
};

/** Rejects what AWS would reject now. @throws AwsRefusal in AWS's words */
export function enforce(account: Account, type: string, name: string, inputs: Inputs): void {
  const policy = POLICIES[type];
  if (policy !== undefined && inputs[policy] !== undefined) statementsOf(type, name, inputs[policy]);
  RULES[type]?.(account, inputs, name);
}

/** Rejects a deletion that AWS would reject: every bucket here is versioned and holds objects. @throws AwsRefusal in AWS's words */
export function enforceDeletion({ type, inputs }: Holding): void {
  if (type === 'aws:dynamodb/table:Table' && inputs.deletionProtectionEnabled === true)
    throw new AwsRefusal(
      'ValidationException: Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  if (type === 'aws:s3/bucket:Bucket' && inputs.forceDestroy !== true)
    throw new AwsRefusal(
      'BucketNotEmpty: The bucket you tried to delete is not empty. You must delete all versions in the bucket.',
    );
}
