import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { tracer } from '../support/powertools.ts';

let client: SQSClient | undefined;

/**
 * Hides a message for so many seconds from now, so that its next receive comes neither too soon nor too late. The client
 * is loaded where a message has failed: it takes time that no other start should.
 */
export async function changeVisibility(record: SQSRecord, seconds: number): Promise<void> {
  const { ChangeMessageVisibilityCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  // A custom endpoint must not be overruled by the host in the queue's URL, which is made from its ARN.
  client ??= tracer.captureAWSv3Client(new SQSClient({ useQueueUrlAsEndpoint: false }));
  const [, , , region, account, queue] = record.eventSourceARN.split(':');
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: `https://sqs.${region!}.amazonaws.com/${account!}/${queue!}`,
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: seconds,
    }),
  );
}
