import assert from 'node:assert/strict';
import { AwsError } from '../../../local/aws/awsError.ts';
import { assertRolePermissions, LogDelivery } from '../../../local/lambda/executionRole.ts';

const arn = 'arn:aws:lambda:us-east-1:000000000000:function:decode';
const fn = {
  logicalName: 'decode',
  roleArn: 'arn:aws:iam::000000000000:role/decode',
  arn,
  logGroup: '/aws/lambda/decode',
  traced: true,
  inVpc: true,
};

/** Allows all actions except for these. */
const denyOnly =
  (...denied: string[]) =>
  (_role: string, action: string): void => {
    if (denied.includes(action)) throw new AwsError('AccessDenied', `not ${action}`, 403);
  };

describe('an execution role', () => {
  it('is rejected if Lambda could not trace the function or attach it to its VPC', () => {
    assert.doesNotThrow(() => assertRolePermissions(fn, denyOnly()));
    for (const [action, words] of [
      ['xray:PutTraceSegments', 'call PutTraceSegments on XRAY'],
      ['xray:PutTelemetryRecords', 'call PutTelemetryRecords on XRAY'],
      ['ec2:CreateNetworkInterface', 'call CreateNetworkInterface on EC2'],
      ['ec2:DescribeNetworkInterfaces', 'call DescribeNetworkInterfaces on EC2'],
      ['ec2:DeleteNetworkInterface', 'call DeleteNetworkInterface on EC2'],
    ] as const)
      assert.throws(() => assertRolePermissions(fn, denyOnly(action)), new RegExp(`decode: .*${words}`));
    assert.doesNotThrow(() =>
      assertRolePermissions(
        { ...fn, traced: false, inVpc: false },
        denyOnly('xray:PutTraceSegments', 'ec2:CreateNetworkInterface'),
      ),
    );
  });

  it('writes the log; without the permission the log is lost and one error reported', () => {
    for (const denied of ['logs:CreateLogStream', 'logs:PutLogEvents', undefined]) {
      const [lines, errors]: [string[], string[]] = [[], []];
      const delivery = new LogDelivery(
        [fn],
        denyOnly(...(denied === undefined ? [] : [denied])),
        { write: (name, line) => lines.push(`${name} ${line}`) },
        (error) => errors.push((error as Error).message),
      );
      delivery.write('decode', 'one');
      delivery.write('decode', 'two');
      assert.deepEqual(lines, denied === undefined ? ['decode one', 'decode two'] : []);
      assert.deepEqual(errors, denied === undefined ? [] : [`not ${denied}`]);
    }
  });
});
