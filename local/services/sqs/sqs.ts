import { createHash } from 'node:crypto';
import { AwsError } from '../../aws/awsError.ts';
import { createJsonService } from '../../aws/jsonService.ts';
import type { AwsRequest, AwsService } from '../../aws/types.ts';
import type { Iam } from '../../iam/iam.ts';
import { parsePolicy } from '../../iam/policy.ts';
import { parseCreateQueue, type CreatedQueue, type CreateQueueInput } from './parseCreateQueue.ts';
import { createMoveTasks, type MoveInput } from './moveTasks.ts';
import type { QueueDescription } from './queueDescription.ts';
import type { Queues, Received } from './queues.ts';

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: Record<string, unknown>;
  readonly ReceiptHandle: string;
  readonly VisibilityTimeout: number;
}

interface Input extends Entry, CreateQueueInput, MoveInput {
  readonly QueueUrl?: string;
  readonly MaxNumberOfMessages?: number;
  readonly WaitTimeSeconds?: number;
  readonly Entries?: readonly Entry[];
}

const LONGEST_VISIBILITY_S = 43_200;

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** Builds the system attributes of a message. */
export const buildSystemAttributes = ({
  receives,
  sent,
  firstReceived,
  senderId,
}: Received): Record<string, string> => ({
  ApproximateReceiveCount: String(receives),
  SentTimestamp: String(sent),
  SenderId: senderId,
  ApproximateFirstReceiveTimestamp: String(firstReceived),
});

function requireRange(name: string, value: number, low: number, high: number): number {
  if (!Number.isInteger(value) || value < low || value > high)
    throw new AwsError('InvalidParameterValue', `${name} must be from ${low} to ${high}, not ${value}.`);
  return value;
}

/** Validates the entries of a batch. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html#API_SendMessageBatch_Errors */
function assertBatch(entries: readonly Entry[]): void {
  if (entries.length === 0)
    throw new AwsError('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > 10)
    throw new AwsError('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
  const ids = entries.map(({ Id }) => Id);
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id)))
    throw new AwsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores, 80 at most.',
    );
  if (new Set(ids).size < ids.length)
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries have the same Id.');
}

export interface SqsOptions {
  readonly queues: Queues;
  readonly iam: Iam;
  readonly region: string;
  readonly accountId: string;
  /** Returns milliseconds since 1970; default the computer's clock. */
  readonly now?: () => number;
}

/** Creates SQS with its JSON protocol. */
export function createSqsService({ queues, iam, region, accountId, now = Date.now }: SqsOptions): AwsService {
  const letIn = ({ description: { arn, name }, policy }: CreatedQueue): void => {
    if (policy !== undefined) iam.setResourcePolicy(arn, parsePolicy(policy, name));
  };
  for (const queue of queues.created) letIn(queue);
  const buildQueueUrl = (name: string, { headers }: AwsRequest): string =>
    `http://${headers.host ?? ''}/${accountId}/${name}`;
  const find = ({ QueueUrl = '' }: Input): QueueDescription => {
    // Only the name counts: URLs with the endpoint's address and with AWS's host name mean the same queue.
    const name = QueueUrl.split('/').at(-1);
    const queue = queues.descriptions.find((one) => one.name === name);
    if (queue === undefined)
      throw new AwsError('QueueDoesNotExist', `The specified queue does not exist: ${QueueUrl}`);
    return queue;
  };
  const permitted = (action: string, input: Input, request: AwsRequest): QueueDescription => {
    const queue = find(input);
    request.authorize(`sqs:${action}`, queue.arn);
    return queue;
  };
  const send = async ({ arn }: QueueDescription, entry: Entry, { caller }: AwsRequest) => {
    const { MessageBody, DelaySeconds, MessageAttributes } = entry;
    if (!MessageBody)
      throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
    const MessageId = await queues.send(arn, MessageBody, {
      ...(DelaySeconds === undefined
        ? {}
        : { delayMs: requireRange('DelaySeconds', DelaySeconds, 0, 900) * 1000 }),
      ...(MessageAttributes === undefined ? {} : { attributes: MessageAttributes }),
      senderId: caller.arn,
    });
    return { MessageId, MD5OfMessageBody: md5(MessageBody) };
  };
  const changeVisibility = ({ arn }: QueueDescription, entry: Entry): void => {
    const seconds = requireRange('VisibilityTimeout', entry.VisibilityTimeout, 0, LONGEST_VISIBILITY_S);
    queues.changeVisibility(arn, entry.ReceiptHandle, seconds * 1000);
  };
  /** Handles each entry separately: a batch can fail partially. */
  const batch = async (entries: readonly Entry[], work: (entry: Entry) => Promise<object> | object) => {
    assertBatch(entries);
    const Successful: object[] = [];
    const Failed: object[] = [];
    for (const entry of entries)
      try {
        Successful.push({ Id: entry.Id, ...(await work(entry)) });
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        Failed.push({ Id: entry.Id, SenderFault: true, Code: error.name, Message: error.message });
      }
    return { Successful, Failed };
  };

  const create = async (input: CreateQueueInput, request: AwsRequest): Promise<object> => {
    const queue = parseCreateQueue(input, { region, accountId });
    const { name, arn } = queue.description;
    request.authorize('sqs:CreateQueue', arn);
    if (queues.descriptions.some((one) => one.arn === arn)) {
      const same = queues.created.some((one) => JSON.stringify(one) === JSON.stringify(queue));
      if (!same)
        throw new AwsError('QueueNameExists', `A queue ${name} with other attributes already exists.`);
    } else {
      letIn(queue);
      await queues.create(queue);
    }
    return { QueueUrl: buildQueueUrl(name, request) };
  };

  const operations: Record<string, (input: Input, request: AwsRequest) => Promise<object> | object> = {
    CreateQueue: create,
    ...createMoveTasks(queues, now),
    SendMessage: (input, request) => send(permitted('SendMessage', input, request), input, request),
    SendMessageBatch: (input, request) => {
      const queue = permitted('SendMessage', input, request);
      return batch(input.Entries ?? [], (entry) => send(queue, entry, request));
    },
    ReceiveMessage: async (input, request) => {
      const { arn } = permitted('ReceiveMessage', input, request);
      const { MaxNumberOfMessages = 1, VisibilityTimeout, WaitTimeSeconds } = input as Partial<Input>;
      const received = await queues.receive(arn, {
        max: requireRange('MaxNumberOfMessages', MaxNumberOfMessages, 1, 10),
        ...(VisibilityTimeout === undefined
          ? {}
          : {
              visibilityMs:
                requireRange('VisibilityTimeout', VisibilityTimeout, 0, LONGEST_VISIBILITY_S) * 1000,
            }),
        ...(WaitTimeSeconds === undefined
          ? {}
          : { waitMs: requireRange('WaitTimeSeconds', WaitTimeSeconds, 0, 20) * 1000 }),
      });
      return {
        Messages: received.map((message) => ({
          MessageId: message.id,
          ReceiptHandle: message.receiptHandle,
          Body: message.body,
          MD5OfBody: md5(message.body),
          Attributes: buildSystemAttributes(message),
          MessageAttributes: message.attributes,
        })),
      };
    },
    DeleteMessage: async (input, request) => {
      const { arn } = permitted('DeleteMessage', input, request);
      await queues.delete(arn, input.ReceiptHandle);
      return {};
    },
    DeleteMessageBatch: (input, request) => {
      const { arn } = permitted('DeleteMessage', input, request);
      return batch(input.Entries ?? [], async ({ ReceiptHandle }) => {
        await queues.delete(arn, ReceiptHandle);
        return {};
      });
    },
    ChangeMessageVisibility: (input, request) => {
      changeVisibility(permitted('ChangeMessageVisibility', input, request), input);
      return {};
    },
    ChangeMessageVisibilityBatch: (input, request) => {
      const queue = permitted('ChangeMessageVisibility', input, request);
      return batch(input.Entries ?? [], (entry) => {
        changeVisibility(queue, entry);
        return {};
      });
    },
    GetQueueUrl: (input, request) => {
      const queue = permitted('GetQueueUrl', { ...input, QueueUrl: input.QueueName ?? '' }, request);
      return { QueueUrl: buildQueueUrl(queue.name, request) };
    },
    GetQueueAttributes: (input, request) => {
      const queue = permitted('GetQueueAttributes', input, request);
      const { visible, hidden } = queues.counts(queue.arn);
      return {
        Attributes: {
          QueueArn: queue.arn,
          ApproximateNumberOfMessages: String(visible),
          ApproximateNumberOfMessagesNotVisible: String(hidden),
          VisibilityTimeout: String(queue.visibilityMs / 1000),
          MessageRetentionPeriod: String(queue.retentionMs / 1000),
        },
      };
    },
    PurgeQueue: async (input, request) => {
      await queues.purge(permitted('PurgeQueue', input, request).arn);
      return {};
    },
  };
  return createJsonService({
    name: 'SQS',
    version: '1.0',
    operations: operations,
    queryErrors: {
      QueueDoesNotExist: 'AWS.SimpleQueueService.NonExistentQueue',
      QueueNameExists: 'QueueAlreadyExists',
      ...Object.fromEntries(
        ['EmptyBatchRequest', 'TooManyEntriesInBatchRequest', 'InvalidBatchEntryId']
          .concat('BatchEntryIdsNotDistinct', 'MessageNotInflight')
          .map((code) => [code, `AWS.SimpleQueueService.${code}`]),
      ),
    },
  });
}
