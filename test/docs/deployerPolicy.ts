import type { Graph } from '../../local/graph/graph.ts';
import { INVOKE_ACTIONS, DEPLOYER_ACTIONS } from './deployerActions.ts';

/** The maximum length of a managed policy without white space (IAM user guide, "IAM and STS quotas"). */
export const MAX_POLICY_CHARACTERS = 6144;

export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: { Sid: string; Effect: 'Allow'; Action: string[]; Resource: string | string[] }[];
}

/**
 * The ARN patterns that restrict actions to this stack's resources by name. S3's ARNs have no account. The
 * resources of other services have generated ids.
 */
const SCOPES: Readonly<Record<string, string | string[]>> = {
  s3: ['arn:aws:s3:::dicom-*', 'arn:aws:s3:::dicom-*/*'],
  lambda: ['arn:aws:lambda:*:*:function:dicom-*', 'arn:aws:lambda:*:*:event-source-mapping:*'],
  sqs: 'arn:aws:sqs:*:*:dicom-*',
  sns: 'arn:aws:sns:*:*:dicom-*',
  dynamodb: 'arn:aws:dynamodb:*:*:table/dicom-*',
  iam: ['arn:aws:iam::*:role/dicom-*', 'arn:aws:iam::*:role/aws-service-role/*'],
  events: [
    'arn:aws:events:*:*:rule/dicom-*',
    'arn:aws:events:*:*:rule/*/dicom-*',
    'arn:aws:events:*:*:event-bus/dicom-*',
    'arn:aws:events:*:*:archive/dicom-*',
  ],
  secretsmanager: 'arn:aws:secretsmanager:*:*:secret:dicom-*',
  cloudwatch: ['arn:aws:cloudwatch:*:*:alarm:dicom-*', 'arn:aws:cloudwatch::*:dashboard/dicom-*'],
  budgets: 'arn:aws:budgets::*:budget/dicom-*',
};

/** Actions of those services without resource types (Service Authorization Reference). */
const UNSCOPED = new Set([
  'cloudwatch:DescribeAlarms',
  'events:PutPermission',
  'events:RemovePermission',
  'lambda:CreateEventSourceMapping',
  'secretsmanager:GetRandomPassword',
  'sns:GetSubscriptionAttributes',
  'sns:Unsubscribe',
]);

/** Creates the deployer's policies for the resource types and the provider functions of a graph, each within the limit. */
export function deployerPolicies({ resources, invokes }: Graph): PolicyDocument[] {
  const types = new Set(resources.filter(({ type }) => /^awsx?:/.test(type)).map(({ type }) => type));
  const actions = new Set<string>();
  for (const token of invokes) {
    const own = INVOKE_ACTIONS[token];
    if (!own)
      throw new Error(`test/docs/deployerActions.ts has no actions for the function '${token}'. Add them.`);
    for (const action of own) actions.add(action);
  }
  for (const type of types) {
    const own = DEPLOYER_ACTIONS[type];
    if (!own) throw new Error(`test/docs/deployerActions.ts has no actions for '${type}'. Add them.`);
    for (const action of own) actions.add(action);
  }
  const statements = new Map<string, PolicyDocument['Statement'][number]>();
  for (const action of [...actions].sort()) {
    const service = action.split(':')[0]!;
    const scope = UNSCOPED.has(action) ? '*' : (SCOPES[service] ?? '*');
    const Sid = `${service}${UNSCOPED.has(action) ? 'All' : ''}`;
    const statement = statements.get(Sid) ?? { Sid, Effect: 'Allow' as const, Action: [], Resource: scope };
    statement.Action.push(action);
    statements.set(Sid, statement);
  }
  return pack([...statements.values()]);
}

export const sizeOf = (policy: PolicyDocument): number => JSON.stringify(policy).replaceAll(/\s/g, '').length;

function pack(statements: PolicyDocument['Statement']): PolicyDocument[] {
  const policies: PolicyDocument[] = [];
  let open: PolicyDocument = { Version: '2012-10-17', Statement: [] };
  for (const statement of statements) {
    if (sizeOf({ ...open, Statement: [...open.Statement, statement] }) > MAX_POLICY_CHARACTERS) {
      policies.push(open);
      open = { Version: '2012-10-17', Statement: [] };
    }
    open.Statement.push(statement);
  }
  return [...policies, open];
}
