import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { jobPk, type JobRow, type StoredJob } from '../jobs/row.ts';
import { keepLive } from './jobsTable.ts';
import { client, TableName } from './jobsTableClient.ts';

/** Returns a page of a tenant's jobs, newest first. */
export async function listRows(query: {
  tenant: string;
  batch: string | undefined;
  limit: number;
  start: { createdKey: string; jobId: string } | undefined;
}): Promise<{ rows: JobRow[]; next: { createdKey: string; jobId: string } | undefined }> {
  const [IndexName, name, value] =
    query.batch === undefined
      ? (['byTenant', 'tenantKey', query.tenant] as const)
      : (['byBatch', 'batchKey', `${query.tenant}#${query.batch}`] as const);
  const { Items, LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName,
      IndexName,
      KeyConditionExpression: `${name} = :value`,
      ExpressionAttributeValues: { ':value': value },
      ScanIndexForward: false,
      Limit: query.limit,
      ...(query.start === undefined
        ? {}
        : {
            ExclusiveStartKey: {
              pk: jobPk(query.start.jobId),
              [name]: value,
              createdKey: query.start.createdKey,
            },
          }),
    }),
  );
  const found = (Items ?? []) as JobRow[];
  const last = LastEvaluatedKey === undefined ? undefined : found.at(-1);
  const rows = found.filter((row) => keepLive(row) !== undefined);
  return { rows, next: last && { createdKey: last.createdKey!, jobId: last.jobId } };
}

/** Returns a page of the items that are due, the longest overdue first. */
export async function listDueItems(dueShard: string, now: number, limit: number): Promise<StoredJob[]> {
  const { Items } = await client.send(
    new QueryCommand({
      TableName,
      IndexName: 'due',
      KeyConditionExpression: 'dueShard = :shard AND dueAt <= :now',
      ExpressionAttributeValues: { ':shard': dueShard, ':now': new Date(now).toISOString() },
      Limit: limit,
    }),
  );
  return (Items ?? []) as StoredJob[];
}
