import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, type UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { textVariable } from '../support/environment.ts';
import { tracer } from '../support/powertools.ts';

/** The jobs table as a document client: what is undefined is left out. */
export const client = DynamoDBDocumentClient.from(
  tracer.captureAWSv3Client(new DynamoDBClient({ maxAttempts: 6 })),
  { marshallOptions: { removeUndefinedValues: true } },
);

export const TableName = textVariable('JOBS_TABLE');

/** Sends a conditional write; false where its condition did not hold. */
export async function sendConditionally(command: PutCommand | UpdateCommand): Promise<boolean> {
  try {
    await (command instanceof PutCommand ? client.send(command) : client.send(command));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
