import type { SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { tracer } from '../support/powertools.ts';

let client: SQSClient | undefined;

/**
 * Sets the seconds until a message is received again. Loads the SQS client on the first failure, because other
 * invocations do not need it and its loading takes time.
 */
export async function changeVisibility(record: SQSRecord, seconds: number): Promise<void> {
  const { ChangeMessageVisibilityCommand, SQSClient } = await import('@aws-sdk/client-sqs');
  // The queue's URL is derived from its ARN, so its host must not override a custom endpoint.
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
