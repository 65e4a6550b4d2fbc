import type { Graph } from '../../local/graph/graph.ts';
import { ASKED_FIRST, DEPLOYER_ACTIONS } from './deployerActions.ts';

/** Managed policies hold 6,144 characters at most, spaces not counted (IAM user guide, "IAM and STS quotas"). */
export const LARGEST_POLICY = 6144;

export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: { Sid: string; Effect: 'Allow'; Action: string[]; Resource: string | string[] }[];
}

/**
 * The ARN patterns that restrict actions to this stack's resources by name. S3's ARNs have no account. The other
 * services name their resources by chance only.
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

/** Actions of those services that know no resource (Service Authorization Reference). */
const UNSCOPED = new Set([
  'cloudwatch:DescribeAlarms',
  'events:PutPermission',
  'events:RemovePermission',
  'lambda:CreateEventSourceMapping',
  'sns:GetSubscriptionAttributes',
  'sns:Unsubscribe',
]);

/** The deployer's policies for the types that a graph has, each within the limit; as many as it takes. */
export function deployerPolicies({ resources }: Graph): PolicyDocument[] {
  const types = new Set(resources.filter(({ type }) => /^awsx?:/.test(type)).map(({ type }) => type));
  const actions = new Set(ASKED_FIRST);
  for (const type of types) {
    const own = DEPLOYER_ACTIONS[type];
    if (!own) throw new Error(`deployerActions.ts does not say what '${type}' takes: add it.`);
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
    if (sizeOf({ ...open, Statement: [...open.Statement, statement] }) > LARGEST_POLICY) {
      policies.push(open);
      open = { Version: '2012-10-17', Statement: [] };
    }
    open.Statement.push(statement);
  }
  return [...policies, open];
}
