import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { denyWithoutTls, createPolicyDocument, type Statement } from '../identity/createPolicyDocument.ts';

/** The maximum retention of a message in SQS, 14 days. */
export const MAX_RETENTION_SECONDS = 1_209_600;

/** Allows only these EventBridge rules to send to a queue. Other senders need an identity policy. */
export function attachQueuePolicy(
  name: string,
  queue: aws.sqs.Queue,
  ruleArns: pulumi.Input<string>[],
  parent: pulumi.Resource,
): aws.sqs.QueuePolicy {
  const allowRules: Statement = {
    Sid: 'AllowRules',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queue.arn,
    Condition: { ArnEquals: { 'aws:SourceArn': ruleArns } },
  };
  return new aws.sqs.QueuePolicy(
    name,
    { queueUrl: queue.url, policy: createPolicyDocument([allowRules, denyWithoutTls('sqs:*', [queue.arn])]) },
    { parent },
  );
}
