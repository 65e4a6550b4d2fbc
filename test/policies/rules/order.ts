import type { PolicyResource } from '@pulumi/policy';
import { at } from '../reading.ts';
import { rule, type Rule, type RuleResource, type Stack } from '../rule.ts';
import { namesPrincipals, statementsOf } from './statements.ts';

const KEY = 'aws:kms/key:Key';

/** Tests whether a resource waits for another one, directly or through others. */
function waitsFor(
  { dependencies }: Pick<RuleResource, 'dependencies'>,
  isWanted: (one: PolicyResource) => boolean,
) {
  const seen = new Set<string>();
  const open = [...dependencies];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one.urn)) continue;
    seen.add(one.urn);
    if (isWanted(one)) return true;
    open.push(...one.dependencies);
  }
  return false;
}

/** Tests whether a resource waits for the policy of the bucket that a property names, by name or ARN. */
const waitsForPolicyOf =
  (property: string) =>
  (resource: RuleResource, stack: Stack): boolean => {
    const target = String(at(resource.props, property))
      .replace(/^arn:aws:s3:::/, '')
      .split('/')[0];
    return waitsFor(
      resource,
      ({ type, name }) =>
        type === 'aws:s3/bucketPolicy:BucketPolicy' &&
        stack.all(type).some((policy) => policy.name === name && policy.props.bucket === target),
    );
  };

const afterBucketPolicy = (name: string, type: string, property: string): Rule =>
  rule(name, type, 'is created after the policy of the bucket that receives it', waitsForPolicyOf(property), {
    isOrder: true,
  });

/** Rules about the order of creation: AWS refuses a delivery to a bucket, and a use of a key, that no policy allows yet. */
export const ORDER: Rule[] = [
  afterBucketPolicy('order-bucket-logging', 'aws:s3/bucketLogging:BucketLogging', 'targetBucket'),
  afterBucketPolicy('order-flow-log', 'aws:ec2/flowLog:FlowLog', 'logDestination'),
  afterBucketPolicy('order-trail', 'aws:cloudtrail/trail:Trail', 's3BucketName'),
  afterBucketPolicy(
    'order-log-delivery',
    'aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination',
    'deliveryDestinationConfiguration.destinationResourceArn',
  ),
  // Whatever names such a key waits for the key, and with it for its policy.
  rule(
    'order-key-policy',
    KEY,
    'has its policy inside, so that nothing uses the key before the policy is in force',
    ({ props }, stack) =>
      namesPrincipals(statementsOf(props)) && stack.all('aws:kms/keyPolicy:KeyPolicy').length === 0,
  ),
];
