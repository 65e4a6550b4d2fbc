import { at, unwrap } from '../reading.ts';
import { rule, type Rule, type RuleResource } from '../rule.ts';
import { ALLOWED, everyFunction, IN_VPC } from './allowed.ts';
import { FUNCTION, is } from './kinds.ts';
import { namesPrincipals, everyAllowing, hasExactActions, listOf, statementsOf } from './statements.ts';

const ROLE_POLICY = 'aws:iam/rolePolicy:RolePolicy';

/** Actions without resource types, each with the page of the AWS documentation. */
export const RESOURCELESS: Record<string, string> = {
  'xray:PutTraceSegments': 'Service Authorization Reference, AWS X-Ray: no resource types',
  'xray:PutTelemetryRecords': 'Service Authorization Reference, AWS X-Ray: no resource types',
  'rekognition:DetectLabels': 'Service Authorization Reference, Amazon Rekognition: no resource types',
  'rekognition:DetectText': 'Service Authorization Reference, Amazon Rekognition: no resource types',
  'ec2:CreateNetworkInterface': 'Lambda developer guide, "Required IAM permissions" for VPCs: Resource *',
  'ec2:DescribeNetworkInterfaces': 'Service Authorization Reference, Amazon EC2: no resource types',
  'ec2:DescribeSubnets': 'Service Authorization Reference, Amazon EC2: no resource types',
  'ec2:DeleteNetworkInterface': 'Lambda developer guide, "Required IAM permissions" for VPCs: Resource *',
  'ec2:AssignPrivateIpAddresses': 'Lambda developer guide, "Required IAM permissions" for VPCs: Resource *',
  'ec2:UnassignPrivateIpAddresses': 'Lambda developer guide, "Required IAM permissions" for VPCs: Resource *',
};

/** Returns a resource without account, region and generated suffix: `dicom-uploads/incoming/*`. */
const shortOf = (resource: string): string =>
  resource.replace(/^arn:aws:[^:]*:[^:]*:[^:]*:/, '').replace(/-1234567/, '');

/** Abbreviates the conditions in use and returns others in full. */
const conditionOf = (condition: unknown): string => {
  if (condition === undefined) return '';
  const via = at(condition, 'StringEquals.kms:ViaService');
  const source = at(condition, 'StringEquals.events:source');
  const word =
    typeof via === 'string'
      ? ` via ${via.split('.')[0]!}`
      : ` as ${typeof source === 'string' ? source : ''}`;
  const keys = Object.values(unwrap(condition as object)).flatMap((of) => Object.keys(of as object));
  return keys.length === 1 && word !== ' as ' ? word : ` if ${JSON.stringify(condition)}`;
};

/** Lists the permissions of a role policy, a line for each action, resource and condition. */
export const linesOf = ({ props }: RuleResource): string[] =>
  statementsOf(props)
    .flatMap((statement) =>
      listOf(statement.Action).flatMap((action) =>
        listOf(statement.Resource).map(
          (resource) =>
            `${statement.Effect === 'Allow' ? '' : 'not '}${action} ${shortOf(resource)}${conditionOf(statement.Condition)}`,
        ),
      ),
    )
    .sort();

export const SECURITY: Rule[] = [
  is('kms-rotation', 'aws:kms/key:Key', 'enableKeyRotation', true),
  rule('kms-no-open-principal', 'aws:kms/key:Key', 'names every allowed principal', ({ props }) =>
    namesPrincipals(statementsOf(props)),
  ),
  rule(
    'iam-no-managed-policy',
    'aws:iam/role:Role',
    'has no AWS managed policy, which AWS may extend',
    ({ props }, stack) => {
      const attached = stack
        .all('aws:iam/rolePolicyAttachment:RolePolicyAttachment')
        .filter((attachment) => attachment.props.role === props.name)
        .map((attachment) => attachment.props.policyArn);
      return [...listOf(props.managedPolicyArns), ...attached].every(
        (arn) => !String(arn).startsWith('arn:aws:iam::aws:'),
      );
    },
    { worst: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  ),
  rule('iam-no-wildcard-action', ROLE_POLICY, 'allows exact actions', ({ props }) =>
    hasExactActions(statementsOf(props)),
  ),
  rule(
    'iam-no-wildcard-resource',
    ROLE_POLICY,
    'names resources for actions with resource types',
    ({ props }) =>
      everyAllowing(statementsOf(props), (statement) => {
        const resources = listOf(statement.Resource);
        if (
          resources.length > 0 &&
          resources.every((resource) => /^arn:aws:[a-z0-9-]+:.*:[^*]+/.test(resource))
        )
          return true;
        const actions = listOf(statement.Action);
        return actions.length > 0 && actions.every((action) => action in RESOURCELESS);
      }),
  ),
  rule('iam-exact-allow-list', ROLE_POLICY, 'allows exactly the permissions in ALLOWED', (policy, stack) => {
    const handler = policy.name.slice(policy.name.indexOf('-') + 1);
    const own = ALLOWED[handler];
    const fn = stack.all(FUNCTION).find(({ name }) => name === policy.name);
    const expected = [
      ...everyFunction(policy.name),
      ...(own ?? []),
      ...(fn && unwrap(fn.props).vpcConfig ? IN_VPC : []),
    ];
    return own !== undefined && linesOf(policy).join('\n') === expected.sort().join('\n');
  }),
  rule(
    'iam-role-of-one-service',
    'aws:iam/role:Role',
    'can be assumed by one service only',
    ({ props }) =>
      statementsOf(props, 'assumeRolePolicy').length === 1 &&
      statementsOf(props, 'assumeRolePolicy').every(
        (statement) =>
          statement.Effect === 'Allow' &&
          at(statement, 'Action') === 'sts:AssumeRole' &&
          /^[a-z0-9.-]+\.amazonaws\.com$/.test(String(at(statement, 'Principal.Service'))),
      ),
  ),
];
