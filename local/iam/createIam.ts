import { buildAdministratorArn } from '../aws/keyring.ts';
import type { Graph } from '../graph/graph.ts';
import { Iam, type IamOptions } from './iam.ts';
import { parsePolicy } from './policy.ts';

/** Types whose `policy` belongs to another resource: the input `by` names it by its `output`. */
const RESOURCE_POLICIES = [
  { type: 'aws:s3/bucketPolicy:BucketPolicy', by: 'bucket', of: 'aws:s3/bucket:Bucket', output: 'bucket' },
  { type: 'aws:sqs/queuePolicy:QueuePolicy', by: 'queueUrl', of: 'aws:sqs/queue:Queue', output: 'url' },
  {
    type: 'aws:cloudwatch/eventBusPolicy:EventBusPolicy',
    by: 'eventBusName',
    of: 'aws:cloudwatch/eventBus:EventBus',
    output: 'name',
  },
  {
    type: 'aws:secretsmanager/secretPolicy:SecretPolicy',
    by: 'secretArn',
    of: 'aws:secretsmanager/secret:Secret',
    output: 'arn',
  },
];

/** Types that may hold their policy themselves. */
const OWN_POLICIES = ['aws:sqs/queue:Queue', 'aws:kms/key:Key', 'aws:secretsmanager/secret:Secret'];

/** Creates IAM with the identity and resource policies of the graph. The administrator may do everything. */
export function createIam(graph: Graph, options: IamOptions): Iam {
  const iam = new Iam(options);
  const administrator = buildAdministratorArn(options.accountId);
  iam.attach(
    administrator,
    parsePolicy({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, administrator),
  );
  const { resources } = graph;
  for (const { type, name, inputs, outputs } of resources) {
    if (type === 'aws:iam/rolePolicy:RolePolicy') {
      const role = resources.find(
        (one) => one.type === 'aws:iam/role:Role' && one.outputs.name === inputs.role,
      );
      if (role === undefined) throw new Error(`${name}: there is no role ${String(inputs.role)}`);
      iam.attach(String(role.outputs.arn), parsePolicy(inputs.policy as string, name));
    }
    if (OWN_POLICIES.includes(type) && inputs.policy !== undefined)
      iam.setResourcePolicy(String(outputs.arn), parsePolicy(inputs.policy as string, name));
    const kind = RESOURCE_POLICIES.find((one) => one.type === type);
    if (kind === undefined) continue;
    const named = inputs[kind.by];
    const owner = resources.find(
      (one) => one.type === kind.of && [one.outputs[kind.output], one.outputs.arn, one.id].includes(named),
    );
    if (owner === undefined) throw new Error(`${name}: there is no ${kind.of} ${String(named)}`);
    iam.setResourcePolicy(String(owner.outputs.arn), parsePolicy(inputs.policy as string, name));
  }
  return iam;
}
