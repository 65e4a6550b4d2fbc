import { createRoleCaller } from '../../aws/keyring.ts';
import type { Iam } from '../../iam/iam.ts';
import type { Queues } from './queues.ts';
import { md5, buildSystemAttributes } from './sqs.ts';

/** A message as a consumer receives it from SQS. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly md5OfBody: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, unknown>>;
}

/** The calls of a poller, each with the role of the function, as Lambda makes them. */
export interface QueueConsumer {
  /** Receives up to `max` messages; waits up to `waitSeconds`, or until the signal, for the first. */
  receive(
    queueArn: string,
    roleArn: string,
    options: { max: number; waitSeconds: number },
    signal: AbortSignal,
  ): Promise<readonly ReceivedMessage[]>;
  delete(queueArn: string, roleArn: string, receiptHandles: readonly string[]): Promise<void>;
}

/** Creates a consumer that checks the permissions of the function's role. */
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
