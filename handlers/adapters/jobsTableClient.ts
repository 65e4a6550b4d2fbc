import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, PutCommand, type UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { textVariable } from '../support/environment.ts';
import { tracer } from '../support/powertools.ts';

/** Document client of the jobs table. It omits undefined attributes. */
export const client = DynamoDBDocumentClient.from(
  tracer.captureAWSv3Client(new DynamoDBClient({ maxAttempts: 6 })),
  { marshallOptions: { removeUndefinedValues: true } },
);

export const TableName = textVariable('JOBS_TABLE');

/** Sends a conditional write. Returns false if its condition failed. */
export async function sendConditionally(
  command: PutCommand | UpdateCommand | DeleteCommand,
): Promise<boolean> {
  try {
    // The overloads of `send` accept one type of command each.
    if (command instanceof PutCommand) await client.send(command);
    else if (command instanceof DeleteCommand) await client.send(command);
    else await client.send(command);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
