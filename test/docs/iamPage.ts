import type { Graph } from '../../local/graph/graph.ts';
import { byName, code, referencesOf, shortType, table } from './references.ts';

interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: unknown;
}

/** The resources whose own policy lets others in, or keeps them out. */
const RESOURCE_POLICIES = [
  'aws:s3/bucketPolicy:BucketPolicy',
  'aws:sqs/queuePolicy:QueuePolicy',
  'aws:sns/topicPolicy:TopicPolicy',
  'aws:kms/key:Key',
  'aws:cloudwatch/eventBusPolicy:EventBusPolicy',
  'aws:ec2/vpcEndpoint:VpcEndpoint',
];

/** `docs/iam.md`: what each role may do, and what each resource allows. */
export function iamPage(full: Graph): string {
  const written = referencesOf(full);
  const all = (type: string) => full.resources.filter((resource) => resource.type === type).sort(byName);
  const roles = all('aws:iam/role:Role');
  const policies = all('aws:iam/rolePolicy:RolePolicy');
  return [
    '# What each role may do',
    '',
    'One role a function, one inline policy a role: exact actions, and exact resources but where AWS knows none. In',
    'braces stands the ARN of that resource in the stack. `npm run permissions` shows that each is used.',
    '',
    ...roles.flatMap((role) => [
      `## ${role.name}`,
      '',
      `Assumed by ${written(principals(statementsOf(role.inputs['assumeRolePolicy'])))}.`,
      '',
      ...policies
        .filter(({ inputs }) => inputs['role'] === role.outputs['name'])
        .flatMap(({ inputs }) => [statementTable(statementsOf(inputs['policy']), written, false), '']),
    ]),
    '# What each resource allows',
    '',
    ...RESOURCE_POLICIES.flatMap(all).flatMap((each) => [
      `## ${shortType(each.type)} ${each.name}`,
      '',
      statementTable(statementsOf(each.inputs['policy']), written, true),
      '',
    ]),
  ]
    .join('\n')
    .trimEnd();
}

const listOf = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function statementsOf(policy: unknown): Statement[] {
  if (policy === undefined) return [];
  const document = (typeof policy === 'string' ? JSON.parse(policy) : policy) as { Statement: Statement[] };
  return document.Statement;
}

const principals = (statements: Statement[]): string =>
  statements.map(({ Principal }) => code(plain(Principal))).join(', ');

/** A value of a policy in few signs. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');

const statementTable = (
  statements: Statement[],
  written: (text: string) => string,
  isOnResource: boolean,
): string =>
  table(
    ['', ...(isOnResource ? ['who'] : []), 'may', 'on', 'if'],
    statements.map(({ Sid = '', Effect, Principal, Action, Resource, Condition }) => [
      `${Effect === 'Deny' ? '**Deny** ' : ''}${Sid}`.trim(),
      ...(isOnResource ? [code(written(plain(Principal)))] : []),
      listOf(Action).sort().map(code).join(' '),
      listOf(Resource)
        .map((arn) => code(written(arn)))
        .sort()
        .join(' '),
      Condition === undefined ? '' : code(written(plain(Condition))),
    ]),
  );
