import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { LocalCloud } from '../../../local/startLocalCloud.ts';

/** A stage's queue and its dead-letter queue. */
export interface StageQueue {
  readonly arn: string;
  readonly url: string;
  readonly deadLetterArn: string;
  readonly deadLetterUrl: string;
  readonly maxReceives: number;
}

export function findStageQueue({ graph }: LocalCloud, stage: string): StageQueue {
  const queues = graph.resources.filter(({ type }) => type === 'aws:sqs/queue:Queue');
  const queue = queues.find(
    ({ name, inputs }) => name.endsWith(`-${stage}`) && inputs.redrivePolicy !== undefined,
  );
  const policy = JSON.parse(String(queue?.inputs.redrivePolicy)) as Record<string, unknown>;
  const dead = queues.find(({ outputs }) => outputs.arn === policy.deadLetterTargetArn);
  return {
    arn: String(queue?.outputs.arn),
    url: String(queue?.outputs.url),
    deadLetterArn: String(policy.deadLetterTargetArn),
    deadLetterUrl: String(dead?.outputs.url),
    maxReceives: Number(policy.maxReceiveCount),
  };
}

/**
 * Evaluates the alarm of a dead-letter queue. The alarm's dimension names the queue whose
 * ApproximateNumberOfMessagesVisible it reads, which SQS reports as the attribute ApproximateNumberOfMessages (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html).
 */
export async function evaluateDeadLetterAlarm(
  { graph, services }: LocalCloud,
  sqs: SQSClient,
  { deadLetterArn }: StageQueue,
): Promise<{ value: number; isAlarm: boolean; hasAction: boolean }> {
  const name = deadLetterArn.split(':').at(-1);
  const alarm = graph.resources.find(
    ({ type, inputs }) =>
      type === 'aws:cloudwatch/metricAlarm:MetricAlarm' &&
      inputs.namespace === 'AWS/SQS' &&
      inputs.metricName === 'ApproximateNumberOfMessagesVisible' &&
      (inputs.dimensions as { QueueName?: string }).QueueName === name,
  );
  if (alarm === undefined) throw new Error(`No alarm watches ${String(name)}.`);
  const watched = services.messages.descriptions.find((queue) => queue.name === name)!;
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: `http://sqs.invalid/000000000000/${watched.name}`,
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  const value = Number(Attributes?.ApproximateNumberOfMessages);
  return {
    value,
    isAlarm: value >= Number(alarm.inputs.threshold),
    hasAction: (alarm.inputs.alarmActions as unknown[]).length > 0,
  };
}
