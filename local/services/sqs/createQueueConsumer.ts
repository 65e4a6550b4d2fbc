import { createRoleCaller } from '../../aws/keyring.ts';
import type { Iam } from '../../iam/iam.ts';
import type { Queues } from './queues.ts';
import { md5, buildSystemAttributes } from './sqs.ts';

/** A message as SQS hands it to a consumer. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, unknown>>;
}

/** What the poller needs of a queue; each call is made with the function's role, as Lambda does it. */
export interface QueueConsumer {
  /** Up to `max` messages; waits up to `waitSeconds` for the first, or until the signal. */
  receive(
    queueArn: string,
    roleArn: string,
    options: { max: number; waitSeconds: number },
    signal: AbortSignal,
  ): Promise<readonly ReceivedMessage[]>;
  delete(queueArn: string, roleArn: string, receiptHandles: readonly string[]): Promise<void>;
}

/** Queues as Lambda's pollers use them: with the function's role, as the service itself does. */
export const createQueueConsumer = (queues: Queues, iam: Iam): QueueConsumer => ({
  receive: async (queueArn, roleArn, { max, waitSeconds }, signal) => {
    const caller = createRoleCaller(roleArn);
    for (const action of ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'])
      iam.authorize(caller, action, queueArn);
    const received = await queues.receive(queueArn, { max, waitMs: waitSeconds * 1000 }, signal);
    return received.map((message) => ({
      messageId: message.id,
      receiptHandle: message.receiptHandle,
      body: message.body,
      md5OfBody: md5(message.body),
      attributes: buildSystemAttributes(message),
      messageAttributes: message.attributes,
    }));
  },
  delete: async (queueArn, roleArn, receiptHandles) => {
    iam.authorize(createRoleCaller(roleArn), 'sqs:DeleteMessage', queueArn);
    await Promise.all(receiptHandles.map((receiptHandle) => queues.delete(queueArn, receiptHandle)));
  },
});
