import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { jobPk } from '../jobs/row.ts';
import { sendConditionally, TableName } from './jobsTableClient.ts';

/**
 * Acquires a stage's lease on a job, so that two deliveries of one message do not both pay for the same analysis.
 * Returns false if another invocation holds it, or the job is gone.
 */
export function acquireLease(
  jobId: string,
  stage: string,
  holder: string,
  now: number,
  until: number,
): Promise<boolean> {
  return sendConditionally(
    new UpdateCommand({
      TableName,
      Key: { pk: jobPk(jobId) },
      UpdateExpression: 'SET #lease = :lease',
      ConditionExpression:
        'attribute_exists(pk) AND attribute_not_exists(deletedAt) AND (attribute_not_exists(#lease) OR #lease.#until < :now OR #lease.holder = :holder)',
      ExpressionAttributeNames: { '#lease': `lease:${stage}`, '#until': 'until' },
      ExpressionAttributeValues: { ':lease': { holder, until }, ':now': now, ':holder': holder },
    }),
  );
}

/** Releases the lease if `holder` still holds it. */
export const releaseLease = (jobId: string, stage: string, holder: string): Promise<boolean> =>
  sendConditionally(
    new UpdateCommand({
      TableName,
      Key: { pk: jobPk(jobId) },
      UpdateExpression: 'REMOVE #lease',
      ConditionExpression: '#lease.holder = :holder',
      ExpressionAttributeNames: { '#lease': `lease:${stage}` },
      ExpressionAttributeValues: { ':holder': holder },
    }),
  );
