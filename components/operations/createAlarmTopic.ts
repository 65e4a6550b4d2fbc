import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { denyWithoutTls, createPolicyDocument } from '../identity/createPolicyDocument.ts';

export interface AlarmTopicArgs {
  /** Encrypts the messages; its policy must admit `cloudwatch.amazonaws.com`. */
  key: aws.kms.Key;
  accountId: pulumi.Input<string>;
  /** The e-mail address that receives alarms, once confirmed. Default none. */
  email?: string;
}

/** Creates the topic that receives every alarm. */
export function createAlarmTopic(name: string, args: AlarmTopicArgs, parent: pulumi.Resource): aws.sns.Topic {
  const topic = new aws.sns.Topic(name, { kmsMasterKeyId: args.key.arn }, { parent });
  new aws.sns.TopicPolicy(
    name,
    {
      arn: topic.arn,
      policy: createPolicyDocument([
        {
          Sid: 'AllowCloudWatchAlarms',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: topic.arn,
          Condition: { StringEquals: { 'aws:SourceAccount': args.accountId } },
        },
        denyWithoutTls('sns:Publish', [topic.arn]),
      ]),
    },
    { parent },
  );
  if (args.email)
    new aws.sns.TopicSubscription(
      name,
      { topic: topic.arn, protocol: 'email', endpoint: args.email },
      { parent },
    );
  return topic;
}
