import { AwsError, notImplemented } from '../../aws/awsError.ts';
import { type QueueDescription, parseRedrivePolicy } from './queueDescription.ts';

export interface CreateQueueInput {
  readonly QueueName?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A queue that CreateQueue made; its policy is the JSON of the request. */
export interface CreatedQueue {
  readonly description: QueueDescription;
  readonly policy?: string;
}

/** Numeric attributes: lowest value, highest value, default. */
const NUMBERS = {
  VisibilityTimeout: [0, 43_200, 30],
  MessageRetentionPeriod: [60, 1_209_600, 345_600],
  DelaySeconds: [0, 900, 0],
  ReceiveMessageWaitTimeSeconds: [0, 20, 0],
  MaximumMessageSize: [1024, 1_048_576, 262_144],
} as const;

/**
 * Parses a CreateQueue request. Rejects attributes that would have no effect here.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 */
export function parseCreateQueue(
  { QueueName: name = '', Attributes = {}, tags = {} }: CreateQueueInput,
  { region, accountId }: { region: string; accountId: string },
): CreatedQueue {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name))
    throw new AwsError(
      'InvalidParameterValue',
      'A queue name consists of 1 to 80 letters, digits, hyphens and underscores.',
    );
  const known = [...Object.keys(NUMBERS), 'RedrivePolicy', 'Policy'];
  const unknown = Object.keys(Attributes).find((attribute) => !known.includes(attribute));
  if (unknown !== undefined) throw notImplemented(`a queue's ${unknown}`);
  if (Object.keys(tags).length > 0) throw notImplemented("a queue's tags");
  const number = (attribute: keyof typeof NUMBERS): number => {
    const [low, high, otherwise] = NUMBERS[attribute];
    const value = Number(Attributes[attribute] ?? otherwise);
    if (!Number.isInteger(value) || value < low || value > high)
      throw new AwsError('InvalidAttributeValue', `${attribute} must be from ${low} to ${high}.`);
    return value;
  };
  return {
    description: {
      name,
      arn: `arn:aws:sqs:${region}:${accountId}:${name}`,
      visibilityMs: number('VisibilityTimeout') * 1000,
      retentionMs: number('MessageRetentionPeriod') * 1000,
      delayMs: number('DelaySeconds') * 1000,
      waitMs: number('ReceiveMessageWaitTimeSeconds') * 1000,
      maxMessageBytes: number('MaximumMessageSize'),
      redrive: parseRedrivePolicy(Attributes.RedrivePolicy),
    },
    ...(Attributes.Policy === undefined ? {} : { policy: Attributes.Policy }),
  };
}
