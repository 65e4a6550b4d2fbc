import assert from 'node:assert/strict';
import { createRoleCaller } from '../../../local/aws/keyring.ts';
import type { Caller, ContextInput } from '../../../local/aws/types.ts';
import { Iam, type AuthorizedCall } from '../../../local/iam/iam.ts';
import { parsePolicy } from '../../../local/iam/policy.ts';

const ACCOUNT = '000000000000';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/reader`;
const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:queue`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1`;
const BUCKET = 'arn:aws:s3:::images';
const EVENTS: Caller = { arn: 'events.amazonaws.com', kind: 'service' };

type Statement = Record<string, unknown>;

interface Attempt {
  identity?: Statement[];
  resource?: [arn: string, statements: Statement[]];
  caller?: Caller;
  context?: ContextInput;
}

/** Returns true if IAM allows the action for the role or another caller. */
function may(action: string, resource: string, asked: Attempt): boolean {
  const decisions: AuthorizedCall[] = [];
  const iam = new Iam({
    accountId: ACCOUNT,
    region: 'us-east-1',
    now: () => Date.UTC(2026, 0, 2),
    onDecision: (call) => decisions.push(call),
  });
  if (asked.identity) iam.attach(ROLE, parsePolicy({ Statement: asked.identity }, 'role'));
  if (asked.resource)
    iam.setResourcePolicy(asked.resource[0], parsePolicy({ Statement: asked.resource[1] }, 'resource'));
  let allowed = true;
  try {
    iam.authorize(asked.caller ?? createRoleCaller(ROLE), action, resource, asked.context);
  } catch {
    allowed = false;
  }
  assert.deepEqual(
    decisions.map((call) => [call.action, call.resource, call.allowed]),
    [[action, resource, allowed]],
  );
  return allowed;
}

const allow = (Action: string | string[], Resource: string | string[], more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: string, Resource: string, more: Statement = {}): Statement => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
});

describe('IAM', () => {
  const identities: [
    what: string,
    statements: Statement[],
    action: string,
    resource: string,
    expected: boolean,
  ][] = [
    ['an action that no policy allows', [], 's3:GetObject', `${BUCKET}/a`, false],
    ['an exact action', [allow('s3:GetObject', `${BUCKET}/a`)], 's3:GetObject', `${BUCKET}/a`, true],
    ['another action', [allow('s3:GetObject', `${BUCKET}/a`)], 's3:GetObjectVersion', `${BUCKET}/a`, false],
    [
      'an action by wildcard, in any case',
      [allow('s3:getobject*', `${BUCKET}/a`)],
      's3:GetObjectVersion',
      `${BUCKET}/a`,
      true,
    ],
    [
      'a resource by wildcard',
      [allow('s3:GetObject', `${BUCKET}/in/*`)],
      's3:GetObject',
      `${BUCKET}/in/x/y`,
      true,
    ],
    [
      'a resource beside the wildcard',
      [allow('s3:GetObject', `${BUCKET}/in/*`)],
      's3:GetObject',
      `${BUCKET}/out/x`,
      false,
    ],
    [
      'one character by question mark',
      [allow('s3:GetObject', `${BUCKET}/?`)],
      's3:GetObject',
      `${BUCKET}/ab`,
      false,
    ],
    [
      'a deny above an allow',
      [allow('s3:*', '*'), deny('s3:GetObject', `${BUCKET}/*`)],
      's3:GetObject',
      `${BUCKET}/a`,
      false,
    ],
    [
      'all but some actions',
      [{ Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' }],
      's3:PutObject',
      `${BUCKET}/a`,
      true,
    ],
    [
      'not those actions',
      [{ Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' }],
      's3:GetObject',
      `${BUCKET}/a`,
      false,
    ],
    [
      'all but some resources',
      [{ Effect: 'Allow', Action: 's3:GetObject', NotResource: `${BUCKET}/in/*` }],
      's3:GetObject',
      `${BUCKET}/in/a`,
      false,
    ],
    [
      'a policy variable',
      [allow('s3:GetObject', `${BUCKET}/\${aws:PrincipalAccount}/*`)],
      's3:GetObject',
      `${BUCKET}/${ACCOUNT}/a`,
      true,
    ],
  ];
  for (const [what, identity, action, resource, expected] of identities)
    it(`${expected ? 'allows' : 'denies'} ${what}`, () => {
      assert.equal(may(action, resource, { identity }), expected);
    });

  const conditions: [
    operator: string,
    key: string,
    expected: string | string[],
    given: string | string[] | undefined,
    holds: boolean,
  ][] = [
    ['StringEquals', 'events:source', 'dicom-analyzer', 'dicom-analyzer', true],
    ['StringEquals', 'events:source', 'dicom-analyzer', 'dicom-analyzer.other', false],
    ['StringEquals', 'EVENTS:Source', ['a', 'b'], 'b', true],
    ['StringEquals', 'events:source', 'a', undefined, false],
    ['StringEqualsIfExists', 'events:source', 'a', undefined, true],
    ['StringNotEquals', 'events:source', 'a', 'a', false],
    ['StringNotEquals', 'events:source', 'a', undefined, true],
    ['StringLike', 'kms:ViaService', 's3.*.amazonaws.com', 's3.us-east-1.amazonaws.com', true],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:events:*:*:rule/a*', 'arn:aws:events:us-east-1:0:rule/ab', true],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:*:rule/a', 'arn:aws:events:us-east-1:0:rule/a', false],
    ['ForAllValues:StringEquals', 'events:detail-type', ['A', 'B'], ['A', 'B'], true],
    ['ForAllValues:StringEquals', 'events:detail-type', ['A'], ['A', 'B'], false],
    ['ForAnyValue:StringEquals', 'events:detail-type', ['A'], ['A', 'B'], true],
    ['Null', 'aws:SourceArn', 'true', undefined, true],
    ['Null', 'aws:SourceArn', 'true', 'arn:aws:sqs:::a', false],
    ['Bool', 'aws:SecureTransport', 'true', undefined, true],
    ['DateLessThan', 'aws:CurrentTime', '2026-01-03T00:00:00Z', undefined, true],
    ['NumericGreaterThan', 'aws:EpochTime', '1', undefined, true],
    ['IpAddress', 'aws:SourceIp', '127.0.0.0/8', undefined, true],
    ['NotIpAddress', 'aws:SourceIp', '127.0.0.0/8', undefined, false],
  ];
  for (const [operator, key, expected, given, holds] of conditions) {
    const verdict = holds ? 'holds' : 'does not hold';
    it(`${operator} ${key} ${String(expected)} ${verdict} for ${String(given ?? 'an absent key')}`, () => {
      const identity = [allow('sqs:SendMessage', QUEUE, { Condition: { [operator]: { [key]: expected } } })];
      const context = given === undefined ? {} : { [key]: given };
      assert.equal(may('sqs:SendMessage', QUEUE, { identity, context }), holds);
    });
  }

  it('allows a service only by the resource’s policy, and only for the source that it names', () => {
    const statement = allow('sqs:SendMessage', QUEUE, {
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:us-east-1:000000000000:rule/ours' } },
    });
    const resource: Attempt['resource'] = [QUEUE, [statement]];
    const from = (rule: string): Attempt => ({
      resource,
      caller: EVENTS,
      context: { 'aws:SourceArn': `arn:aws:events:us-east-1:000000000000:rule/${rule}` },
    });
    assert.equal(may('sqs:SendMessage', QUEUE, from('ours')), true);
    assert.equal(may('sqs:SendMessage', QUEUE, from('theirs')), false);
    assert.equal(may('sqs:SendMessage', QUEUE, { resource }), false, 'a role is not a service');
  });

  it('lets a bucket’s policy deny what an identity policy allows, for its objects too', () => {
    const identity = [allow('s3:GetObject', `${BUCKET}/*`)];
    const denial = deny('s3:*', `${BUCKET}/*`, {
      Principal: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    });
    assert.equal(may('s3:GetObject', `${BUCKET}/a`, { identity }), true);
    assert.equal(may('s3:GetObject', `${BUCKET}/a`, { identity, resource: [BUCKET, [denial]] }), false);
  });

  it('ignores identity policies for a key whose policy does not delegate to the account', () => {
    const identity = [allow('kms:Decrypt', KEY)];
    const root = allow('kms:*', '*', { Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } });
    const other = allow('kms:*', '*', { Principal: { AWS: 'arn:aws:iam::111111111111:root' } });
    assert.equal(may('kms:Decrypt', KEY, { identity }), false);
    assert.equal(may('kms:Decrypt', KEY, { identity, resource: [KEY, [other]] }), false);
    assert.equal(may('kms:Decrypt', KEY, { identity, resource: [KEY, [root]] }), true);
    assert.equal(
      may('kms:Decrypt', KEY, { resource: [KEY, [root]] }),
      false,
      'the account alone grants nothing',
    );
  });

  const invalid: [what: string, statement: Statement, name: RegExp][] = [
    [
      'an unknown operator',
      allow('a:B', '*', { Condition: { BinaryEquals: { 'aws:SourceIp': 'x' } } }),
      /owner: the condition operator BinaryEquals/,
    ],
    [
      'an unknown condition key',
      allow('a:B', '*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }),
      /owner: the condition key aws:PrincipalOrgID/,
    ],
    [
      'an unknown variable',
      allow('a:B', 'arn:${aws:username}'),
      /owner: the policy variable \$\{aws:username\}/,
    ],
    ['an unknown element', allow('a:B', '*', { NotPrincipal: '*' }), /owner: a statement's NotPrincipal/],
    [
      'an unknown kind of principal',
      allow('a:B', '*', { Principal: { Federated: 'x' } }),
      /owner: principals of type Federated/,
    ],
  ];
  for (const [what, statement, message] of invalid)
    it(`rejects a policy with ${what} when it parses it`, () => {
      assert.throws(() => parsePolicy({ Statement: [statement] }, 'owner'), message);
    });
});
