import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account, type Holding } from './provider/account.ts';
import { AwsRefusal, enforce, enforceDeletion } from './provider/rules.ts';

const policy = (service: string, action = 'sts:AssumeRole', resource = '*'): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: action, Resource: resource }],
  });

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/k';
const key: Holding = { type: 'aws:kms/key:Key', name: 'k', inputs: {}, outputs: { arn: KEY, keyId: 'k' } };
const logs = { type: 'aws:s3/bucketPolicy:BucketPolicy', name: 'logs', outputs: {} };
const role: Holding = {
  type: 'aws:iam/role:Role',
  name: 'r',
  inputs: { assumeRolePolicy: policy('lambda.amazonaws.com') },
  outputs: { arn: 'ROLE', name: 'r' },
};
const handler: Holding = {
  type: 'aws:lambda/function:Function',
  name: 'f',
  inputs: { role: 'ROLE' },
  outputs: { arn: 'FUNCTION', name: 'f' },
};

describe('the stand-in for the AWS provider', () => {
  let folder: string;
  let account: Account;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'account-'));
    account = new Account(join(folder, 'account.json'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const hold = (...holdings: Holding[]): void =>
    holdings.forEach((each, index) => account.put(`urn-${index}`, each));

  /** A resource, what must be in force before it, and how AWS refuses it until then. */
  const cases: [
    title: string,
    type: string,
    inputs: Record<string, unknown>,
    before: Holding[],
    refusal: RegExp,
  ][] = [
    [
      'a log group before its key admits CloudWatch Logs',
      'aws:cloudwatch/logGroup:LogGroup',
      { kmsKeyId: KEY },
      [{ ...key, inputs: { policy: policy('logs.us-east-1.amazonaws.com', 'kms:Encrypt') } }],
      /^AccessDeniedException: The specified KMS key/,
    ],
    [
      'access logging before its bucket admits S3',
      'aws:s3/bucketLogging:BucketLogging',
      { targetBucket: 'logs' },
      [{ ...logs, inputs: { bucket: 'logs', policy: policy('logging.s3.amazonaws.com', 's3:PutObject') } }],
      /^InvalidTargetBucketForLogging/,
    ],
    [
      'a flow log before its bucket admits log delivery',
      'aws:ec2/flowLog:FlowLog',
      { logDestination: 'arn:aws:s3:::logs/vpc' },
      [
        {
          ...logs,
          inputs: { bucket: 'logs', policy: policy('delivery.logs.amazonaws.com', 's3:PutObject') },
        },
      ],
      /undeliverable/,
    ],
    [
      'a trail before its bucket admits CloudTrail',
      'aws:cloudtrail/trail:Trail',
      { s3BucketName: 'logs' },
      [{ ...logs, inputs: { bucket: 'logs', policy: policy('cloudtrail.amazonaws.com', 's3:PutObject') } }],
      /^InsufficientS3BucketPolicyException/,
    ],
    [
      'a function before its role can be assumed',
      'aws:lambda/function:Function',
      { role: 'ROLE' },
      [role],
      /cannot be assumed by Lambda/,
    ],
    [
      'an event source mapping before its role may receive messages',
      'aws:lambda/eventSourceMapping:EventSourceMapping',
      { functionName: 'FUNCTION' },
      [
        role,
        handler,
        {
          type: 'aws:iam/rolePolicy:RolePolicy',
          name: 'p',
          inputs: { role: 'r', policy: policy('x', 'sqs:ReceiveMessage') },
          outputs: {},
        },
      ],
      /ReceiveMessage on SQS/,
    ],
  ];

  for (const [title, type, inputs, before, refusal] of cases)
    it(`refuses ${title}, and takes it afterwards`, () => {
      hold(...before.slice(0, -1));
      const refused = (error: unknown) => error instanceof AwsRefusal && refusal.test(error.message);
      assert.throws(() => enforce(account, type, 'x', inputs), refused);
      hold(...before);
      enforce(account, type, 'x', inputs);
    });

  const malformed: [title: string, policy: string][] = [
    ['is not JSON', '{'],
    ['has no version', '{"Statement":[]}'],
    ['has a statement without effect', '{"Version":"2012-10-17","Statement":[{"Action":"s3:*"}]}'],
    ['holds an ARN within an ARN', policy('x', 's3:PutObject', 'arn:aws:s3:::arn:aws:s3:::bucket/*')],
    ['names a resource that is no ARN', policy('x', 's3:PutObject', '[object Object]')],
  ];
  for (const [title, text] of malformed)
    it(`refuses a policy that ${title}`, () => {
      assert.throws(
        () => enforce(account, 'aws:s3/bucketPolicy:BucketPolicy', 'b', { bucket: 'b', policy: text }),
        /^AwsRefusal: MalformedPolicyDocument/,
      );
    });

  it('refuses to delete a table that is protected against deletion', () => {
    const table = { type: 'aws:dynamodb/table:Table', name: 't', outputs: {} };
    assert.throws(
      () => enforceDeletion({ ...table, inputs: { deletionProtectionEnabled: true } }),
      /protected against deletion/,
    );
    enforceDeletion({ ...table, inputs: { deletionProtectionEnabled: false } });
  });

  it('refuses to delete a bucket unless its objects go with it', () => {
    const bucket = { type: 'aws:s3/bucket:Bucket', name: 'b', outputs: {} };
    assert.throws(() => enforceDeletion({ ...bucket, inputs: { forceDestroy: false } }), /BucketNotEmpty/);
    enforceDeletion({ ...bucket, inputs: { forceDestroy: true } });
  });

  it('keeps the account between the commands of a run', () => {
    hold(key);
    assert.deepEqual(new Account(join(folder, 'account.json')).ofType(key.type), [key]);
  });
});
