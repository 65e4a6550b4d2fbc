import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, type UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { textVariable } from '../support/environment.ts';
import { tracer } from '../support/powertools.ts';

/** Document client of the jobs table. It omits undefined attributes. */
export const client = DynamoDBDocumentClient.from(
  tracer.captureAWSv3Client(new DynamoDBClient({ maxAttempts: 6 })),
  { marshallOptions: { removeUndefinedValues: true } },
);

export const TableName = textVariable('JOBS_TABLE');

/** Sends a conditional write. Returns false if its condition failed. */
export async function sendConditionally(command: PutCommand | UpdateCommand): Promise<boolean> {
  try {
    await (command instanceof PutCommand ? client.send(command) : client.send(command));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
