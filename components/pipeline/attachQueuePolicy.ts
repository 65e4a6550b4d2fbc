import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { denyWithoutTls, createPolicyDocument, type Statement } from '../identity/createPolicyDocument.ts';

/** The longest that SQS keeps a message: 14 days. */
export const MAX_RETENTION_SECONDS = 1_209_600;

/** Lets rules of EventBridge, and only these, send to a queue; whoever else sends needs an identity policy. */
export function attachQueuePolicy(
  name: string,
  queue: aws.sqs.Queue,
  ruleArns: pulumi.Input<string>[],
  parent: pulumi.Resource,
): aws.sqs.QueuePolicy {
  const fromRules: Statement = {
    Sid: 'FromRules',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: queue.arn,
    Condition: { ArnEquals: { 'aws:SourceArn': ruleArns } },
  };
  return new aws.sqs.QueuePolicy(
    name,
    { queueUrl: queue.url, policy: createPolicyDocument([fromRules, denyWithoutTls('sqs:*', [queue.arn])]) },
    { parent },
  );
}
