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

/** Everything but these actions, which are refused. */
const allBut =
  (...refused: string[]) =>
  (_role: string, action: string): void => {
    if (refused.includes(action)) throw new AwsError('AccessDenied', `not ${action}`, 403);
  };

describe('a function’s role', () => {
  it('is refused where Lambda could not trace or attach the function with it', () => {
    assert.doesNotThrow(() => assertRolePermissions(fn, allBut()));
    for (const [action, words] of [
      ['xray:PutTraceSegments', 'call PutTraceSegments on XRAY'],
      ['xray:PutTelemetryRecords', 'call PutTelemetryRecords on XRAY'],
      ['ec2:CreateNetworkInterface', 'call CreateNetworkInterface on EC2'],
      ['ec2:DescribeNetworkInterfaces', 'call DescribeNetworkInterfaces on EC2'],
      ['ec2:DeleteNetworkInterface', 'call DeleteNetworkInterface on EC2'],
    ] as const)
      assert.throws(() => assertRolePermissions(fn, allBut(action)), new RegExp(`decode: .*${words}`));
    assert.doesNotThrow(() =>
      assertRolePermissions(
        { ...fn, traced: false, inVpc: false },
        allBut('xray:PutTraceSegments', 'ec2:CreateNetworkInterface'),
      ),
    );
  });

  it('writes the log, and where it may not the log is lost and the loss is told once', () => {
    for (const refused of ['logs:CreateLogStream', 'logs:PutLogEvents', undefined]) {
      const [lines, errors]: [string[], string[]] = [[], []];
      const delivery = new LogDelivery(
        [fn],
        allBut(...(refused === undefined ? [] : [refused])),
        { write: (name, line) => lines.push(`${name} ${line}`) },
        (error) => errors.push((error as Error).message),
      );
      delivery.write('decode', 'one');
      delivery.write('decode', 'two');
      assert.deepEqual(lines, refused === undefined ? ['decode one', 'decode two'] : []);
      assert.deepEqual(errors, refused === undefined ? [] : [`not ${refused}`]);
    }
  });
});
