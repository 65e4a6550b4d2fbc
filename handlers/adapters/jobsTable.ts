import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { addJitter } from '../support/retryDelay.ts';
import type { SlotFact } from '../jobs/facts.ts';
import {
  type AnalysisFact,
  type AnalysisSlot,
  chooseDueShard,
  jobPk,
  type JobRow,
  type Slots,
  type StoredJob,
  type Tombstone,
} from '../jobs/row.ts';
import { client, sendConditionally, TableName } from './jobsTableClient.ts';

/** Reads a job or its tombstone, with strong consistency. */
export async function readJob(jobId: string): Promise<StoredJob | undefined> {
  const { Item } = await client.send(
    new GetCommand({ TableName, Key: { pk: jobPk(jobId) }, ConsistentRead: true }),
  );
  return keepLive(Item as StoredJob | undefined);
}

/** Returns an item unless its time is over: DynamoDB removes it within days only (DynamoDB developer guide, "TTL"). */
export const keepLive = <T extends { ttl?: unknown }>(item: T | undefined): T | undefined =>
  typeof item?.ttl === 'number' && item.ttl * 1000 <= Date.now() ? undefined : item;

/** DynamoDB returns at most 100 items per call. */
const ITEMS_PER_CALL = 100;

/** Reads the jobs or tombstones that exist, in the order of their ids, with strong consistency. */
export async function readJobs(jobIds: readonly string[]): Promise<StoredJob[]> {
  const found = new Map<string, StoredJob>();
  let pending = jobIds.map((jobId) => ({ pk: jobPk(jobId) }));
  for (let round = 0; pending.length > 0; round++) {
    // DynamoDB returns part of the items where they exceed 16 MB or the table's throughput.
    if (round > 0) await sleep(addJitter(Math.min(1000, 20 * 2 ** round)));
    const Keys = pending.slice(0, ITEMS_PER_CALL);
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
    );
    for (const item of (Responses?.[TableName] ?? []) as StoredJob[])
      if (keepLive(item) !== undefined) found.set(item.jobId, item);
    const unprocessed = (UnprocessedKeys?.[TableName]?.Keys ?? []) as { pk: string }[];
    if (unprocessed.length < Keys.length) round = -1;
    if (round === MAX_ROUNDS) throw new ThrottledReadError('DynamoDB processed none of the keys.');
    pending = [...unprocessed, ...pending.slice(ITEMS_PER_CALL)];
  }
  return jobIds.flatMap((jobId) => found.get(jobId) ?? []);
}

const MAX_ROUNDS = 6;

/** DynamoDB processed none of a batch's keys, in every round. */
class ThrottledReadError extends Error {
  override readonly name = 'ThrottledReadError';
}

type NewItem = JobRow | { pk: string; seed: string; request: string; ttl: number };

/** Writes an item unless its key exists and its time is not over. Returns true if it was written. */
export const putIfAbsent = (item: NewItem): Promise<boolean> =>
  sendConditionally(
    new PutCommand({
      TableName,
      Item: item,
      ConditionExpression: 'attribute_not_exists(pk) OR #ttl <= :seconds',
      ExpressionAttributeNames: { '#ttl': 'ttl' },
      ExpressionAttributeValues: { ':seconds': Math.floor(Date.now() / 1000) },
    }),
  );

/** Reads any item by its key, with strong consistency. */
export async function readItem(pk: string): Promise<Record<string, unknown> | undefined> {
  const { Item } = await client.send(new GetCommand({ TableName, Key: { pk }, ConsistentRead: true }));
  return keepLive(Item);
}

/** Replaces a job by its tombstone if the job has not changed since it was read. */
export const replaceByTombstone = (tombstone: Tombstone): Promise<boolean> =>
  sendConditionally(
    new PutCommand({
      TableName,
      Item: tombstone,
      ConditionExpression: 'rev = :seen AND attribute_not_exists(deletedAt)',
      ExpressionAttributeValues: { ':seen': tombstone.rev - 1 },
    }),
  );

/** Attributes to set together with a slot. */
export type ExtraAttributes = Partial<Pick<JobRow, 'deadline' | 'dueAt' | 'dueShard'>>;

/**
 * Writes a slot and increments `rev` in one conditional update. The condition fails for a deleted or unknown job, an
 * older attempt, and a slot that this attempt has filled. `acceptsFact` in jobs/facts.ts is the same rule in memory.
 * @returns the updated row, or undefined if the condition failed
 */
export async function writeSlot(
  jobId: string,
  { slot, fact }: SlotFact,
  now: number,
  extra: ExtraAttributes = {},
): Promise<JobRow | undefined> {
  const extraEntries = Object.entries(extra);
  const command = new UpdateCommand({
    TableName,
    Key: { pk: jobPk(jobId) },
    UpdateExpression: `SET #slot = :fact, updatedAt = :now${extraEntries.map(([key]) => `, ${key} = :${key}`).join('')} ADD rev :one`,
    ConditionExpression:
      'attribute_exists(pk) AND attribute_not_exists(deletedAt) AND attempt <= :attempt AND (attribute_not_exists(#slot) OR #slot.attempt < :attempt)',
    ExpressionAttributeNames: { '#slot': slot },
    ExpressionAttributeValues: {
      ':fact': fact,
      ':attempt': fact.attempt,
      ':now': new Date(now).toISOString(),
      ':one': 1,
      ...Object.fromEntries(extraEntries.map(([key, value]) => [`:${key}`, value])),
    },
    ReturnValues: 'ALL_NEW',
  });
  return sendForRow(command);
}

/** Sends an update that returns the new row. Returns undefined if its condition failed. */
async function sendForRow(command: UpdateCommand): Promise<JobRow | undefined> {
  try {
    const { Attributes } = await client.send(command);
    return Attributes as JobRow;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
}

/** Marks a terminal state as announced and ends the sweeper's watch, if the job has not changed. */
export const markAnnounced = (row: JobRow, announced: string): Promise<boolean> =>
  sendConditionally(
    new UpdateCommand({
      TableName,
      Key: { pk: row.pk },
      UpdateExpression: 'SET announced = :announced REMOVE dueShard, dueAt',
      ConditionExpression: 'rev = :seen AND attribute_not_exists(deletedAt)',
      ExpressionAttributeValues: { ':announced': announced, ':seen': row.rev },
    }),
  );

/** Starts the next attempt, with the facts that it takes over, if the job has not changed since it was read. */
export function startAttempt(
  row: JobRow,
  now: number,
  deadline: string,
  dueShard: string,
  carried: Partial<Slots> = {},
): Promise<boolean> {
  const slots = Object.entries(carried);
  return sendConditionally(
    new UpdateCommand({
      TableName,
      Key: { pk: row.pk },
      UpdateExpression: `SET attempt = :next, deadline = :deadline, dueAt = :deadline, dueShard = :shard, updatedAt = :now${slots.map((_, index) => `, #slot${index} = :slot${index}`).join('')} ADD rev :one`,
      ConditionExpression: 'rev = :seen AND attribute_not_exists(deletedAt)',
      ...(slots.length === 0
        ? {}
        : {
            ExpressionAttributeNames: Object.fromEntries(
              slots.map(([slot], index) => [`#slot${index}`, slot]),
            ),
          }),
      ExpressionAttributeValues: {
        ...Object.fromEntries(slots.map(([, fact], index) => [`:slot${index}`, fact])),
        ':next': row.attempt + 1,
        ':deadline': deadline,
        ':shard': dueShard,
        ':now': new Date(now).toISOString(),
        ':one': 1,
        ':seen': row.rev,
      },
    }),
  );
}

/**
 * Replaces what the row says about an analyzer's result, if the job has not changed since it was read. The sweeper then
 * announces the job, should its state have changed.
 * @returns the updated row, or undefined if the job has changed
 */
export async function replaceAnalysis(
  row: JobRow,
  slot: AnalysisSlot,
  fact: AnalysisFact,
  now: number,
): Promise<JobRow | undefined> {
  const command = new UpdateCommand({
    TableName,
    Key: { pk: row.pk },
    UpdateExpression: 'SET #slot = :fact, updatedAt = :now, dueAt = :now, dueShard = :shard ADD rev :one',
    ConditionExpression: 'rev = :seen AND attribute_not_exists(deletedAt)',
    ExpressionAttributeNames: { '#slot': slot },
    ExpressionAttributeValues: {
      ':fact': fact,
      ':now': new Date(now).toISOString(),
      ':shard': chooseDueShard(row.jobId),
      ':one': 1,
      ':seen': row.rev,
    },
    ReturnValues: 'ALL_NEW',
  });
  return sendForRow(command);
}

/** Extends the time of a job that still waits for its upload. */
export const extendUpload = (
  jobId: string,
  uploadExpiresAt: string,
  deadline: string,
  dueAt: string,
): Promise<boolean> =>
  sendConditionally(
    new UpdateCommand({
      TableName,
      Key: { pk: jobPk(jobId) },
      UpdateExpression: 'SET uploadExpiresAt = :ends, deadline = :deadline, dueAt = :due',
      ConditionExpression:
        'attribute_exists(dueAt) AND attribute_not_exists(deletedAt) AND attribute_not_exists(#source) AND uploadExpiresAt < :ends',
      ExpressionAttributeNames: { '#source': 'source' },
      ExpressionAttributeValues: { ':ends': uploadExpiresAt, ':deadline': deadline, ':due': dueAt },
    }),
  );

/** Sets or removes the time at which the sweeper checks an item again. `sweeps` counts a tombstone's sweeps. */
export function reschedule(
  pk: string,
  rev: number,
  dueAt: string | undefined,
  sweeps?: number,
): Promise<boolean> {
  const counted = sweeps === undefined ? '' : 'SET sweeps = :sweeps ';
  const expression =
    dueAt === undefined
      ? `${counted}REMOVE dueShard, dueAt`
      : `${counted === '' ? 'SET ' : 'SET sweeps = :sweeps, '}dueAt = :due`;
  return sendConditionally(
    new UpdateCommand({
      TableName,
      Key: { pk },
      UpdateExpression: expression,
      ConditionExpression: 'rev = :seen',
      ExpressionAttributeValues: {
        ':seen': rev,
        ...(dueAt === undefined ? {} : { ':due': dueAt }),
        ...(sweeps === undefined ? {} : { ':sweeps': sweeps }),
      },
    }),
  );
}
