import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { jobPk } from '../jobs/row.ts';
import { sendConditionally, TableName } from './jobsTableClient.ts';

/**
 * Takes the lease of a stage over a job, so that two deliveries of one message do not both pay for the same answer.
 * False where another holds it, or the job is gone.
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

/** Gives the lease back, if it is still ours. */
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
