import type { Graph } from '../../local/graph/graph.ts';
import { byName, code, replaceReferences, shortType, table } from './references.ts';

interface Statement {
  Sid?: string;
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: unknown;
}

/** The types of resource policies. */
const RESOURCE_POLICIES = [
  'aws:s3/bucketPolicy:BucketPolicy',
  'aws:sqs/queuePolicy:QueuePolicy',
  'aws:sns/topicPolicy:TopicPolicy',
  'aws:kms/key:Key',
  'aws:cloudwatch/eventBusPolicy:EventBusPolicy',
  'aws:ec2/vpcEndpoint:VpcEndpoint',
];

/** Renders `docs/iam.md`: the policies of the roles and of the resources. */
export function iamPage(full: Graph): string {
  const replaceNames = replaceReferences(full);
  const all = (type: string) => full.resources.filter((resource) => resource.type === type).sort(byName);
  const roles = all('aws:iam/role:Role');
  const policies = all('aws:iam/rolePolicy:RolePolicy');
  return [
    '# Permissions of each role',
    '',
    'Each function has one role with one inline policy. It allows exact actions on exact resources, and `*` only for',
    'actions without resource types. Braces enclose a resource whose ARN is inserted there. `npm run permissions` shows that',
    'each permission is used.',
    '',
    ...roles.flatMap((role) => [
      `## ${role.name}`,
      '',
      `Assumed by ${replaceNames(principals(statementsOf(role.inputs['assumeRolePolicy'])))}.`,
      '',
      ...policies
        .filter(({ inputs }) => inputs['role'] === role.outputs['name'])
        .flatMap(({ inputs }) => [statementTable(statementsOf(inputs['policy']), replaceNames, false), '']),
    ]),
    '# Policies of each resource',
    '',
    ...RESOURCE_POLICIES.flatMap(all).flatMap((each) => [
      `## ${shortType(each.type)} ${each.name}`,
      '',
      statementTable(statementsOf(each.inputs['policy']), replaceNames, true),
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

/** Formats a value of a policy without quotation marks. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');

const statementTable = (
  statements: Statement[],
  replaceNames: (text: string) => string,
  isOnResource: boolean,
): string =>
  table(
    ['statement', ...(isOnResource ? ['principal'] : []), 'actions', 'resources', 'condition'],
    statements.map(({ Sid = '', Effect, Principal, Action, Resource, Condition }) => [
      `${Effect === 'Deny' ? '**Deny** ' : ''}${Sid}`.trim(),
      ...(isOnResource ? [code(replaceNames(plain(Principal)))] : []),
      listOf(Action).sort().map(code).join(' '),
      listOf(Resource)
        .map((arn) => code(replaceNames(arn)))
        .sort()
        .join(' '),
      Condition === undefined ? '' : code(replaceNames(plain(Condition))),
    ]),
  );
