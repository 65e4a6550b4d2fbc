import * as aws from '@pulumi/aws';
import type * as pulumi from '@pulumi/pulumi';
import { denyWithoutTls, createPolicyDocument } from '../identity/createPolicyDocument.ts';

export interface AlarmTopicArgs {
  /** Encrypts the messages; its policy must admit `cloudwatch.amazonaws.com`. */
  key: aws.kms.Key;
  accountId: pulumi.Input<string>;
  /** Who gets the alarms by mail; the address must confirm. Default nobody. */
  email?: string;
}

/** The topic that every alarm reports to; subscribe a pager to it. */
export function createAlarmTopic(name: string, args: AlarmTopicArgs, parent: pulumi.Resource): aws.sns.Topic {
  const topic = new aws.sns.Topic(name, { kmsMasterKeyId: args.key.arn }, { parent });
  new aws.sns.TopicPolicy(
    name,
    {
      arn: topic.arn,
      policy: createPolicyDocument([
        {
          Sid: 'AlarmsOfThisAccount',
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
