import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { tracer } from '../powertools.ts';

// A custom endpoint must not be overruled by the host in the queue's URL, which is made from its ARN.
const client = tracer.captureAWSv3Client(new SQSClient({ useQueueUrlAsEndpoint: false }));

/** Hides a message for so many seconds from now, so that its next receive comes neither too soon nor too late. */
export async function hideFor(record: SQSRecord, seconds: number): Promise<void> {
  const [, , , region, account, queue] = record.eventSourceARN.split(':');
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: `https://sqs.${region!}.amazonaws.com/${account!}/${queue!}`,
      ReceiptHandle: record.receiptHandle,
      VisibilityTimeout: seconds,
    }),
  );
}
