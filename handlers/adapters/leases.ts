import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { sendConditionally, TableName } from './jobsTableClient.ts';
import { readItem } from './jobsTable.ts';

/** The days after which DynamoDB removes a lease that was never released. */
const LEASE_DAYS = 1;

/** A lease is a small item beside its job: an update of the row would cost write units for the row and its indexes. */
const leasePk = (jobId: string, stage: string): string => `lease#${jobId}#${stage}`;

/**
 * Acquires a stage's lease on a job, so that two deliveries of one message do not both pay for the same analysis.
 * Returns false if another invocation holds it. Times are milliseconds since the epoch.
 */
export const acquireLease = (
  jobId: string,
  stage: string,
  holder: string,
  now: number,
  until: number,
): Promise<boolean> =>
  sendConditionally(
    new PutCommand({
      TableName,
      Item: {
        pk: leasePk(jobId, stage),
        holder,
        until,
        ttl: Math.floor(until / 1000) + LEASE_DAYS * 86_400,
      },
      ConditionExpression: 'attribute_not_exists(pk) OR #until < :now OR holder = :holder',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: { ':now': now, ':holder': holder },
    }),
  );

/** Returns the time at which the present lease ends, in milliseconds since the epoch, or undefined if there is none. */
export async function readLeaseEnd(jobId: string, stage: string): Promise<number | undefined> {
  const until = (await readItem(leasePk(jobId, stage)))?.['until'];
  return typeof until === 'number' ? until : undefined;
}

/** Releases the lease if `holder` still holds it. */
export const releaseLease = (jobId: string, stage: string, holder: string): Promise<boolean> =>
  sendConditionally(
    new DeleteCommand({
      TableName,
      Key: { pk: leasePk(jobId, stage) },
      ConditionExpression: 'holder = :holder',
      ExpressionAttributeValues: { ':holder': holder },
    }),
  );
