import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { isTombstone, type StoredJob } from '../../handlers/jobs/row.ts';
import type { Interceptor } from '../../local/aws/interceptor.ts';
import { MovableClock } from '../../local/clock.ts';
import { createThreadHost } from '../../local/lambda/createThreadHost.ts';
import type { EventEnvelope } from '../../local/services/events/description.ts';
import { startLocalCloud, type LocalCloud } from '../../local/startLocalCloud.ts';
import { administrator } from '../support/administrator.ts';
import { drainQueues, type DeliveryHolder } from './drainQueues.ts';
import { fakeRekognition } from './fakeRekognition.ts';

/** A local cloud in this process, with a movable clock and functions that run in threads. */
export interface ChaosCloud {
  readonly cloud: LocalCloud;
  readonly clock: MovableClock;
  /** Advances the clock until no work remains. */
  drain(): Promise<void>;
  /** Advances the clock at once and processes the work that becomes due. */
  advance(milliseconds: number): Promise<void>;
  /** Redrives every dead letter once. Returns the number of redriven messages. */
  redrive(): Promise<number>;
  /** Returns the number of dead letters. */
  deadLetters(): number;
  /** Returns the rows of all jobs. */
  jobs(): Promise<StoredJob[]>;
  close(): Promise<void>;
}

export interface ChaosCloudOptions {
  readonly interceptor: Interceptor & DeliveryHolder & { end?(): void };
  readonly onEvent?: (event: EventEnvelope, at: number) => void;
  /** The arguments of `fakeRekognition`. */
  readonly rekognition: Parameters<typeof fakeRekognition>;
  readonly clock?: MovableClock;
  readonly config?: Readonly<Record<string, string>>;
  /** Receives the functions' output and errors. By default they are discarded. */
  readonly print?: (what: string, text: string) => void;
  /** Receives the progress every few seconds. */
  readonly progress?: (text: string) => void;
  /** Runs functions in processes instead of threads. They are slower and killed by SIGKILL. */
  readonly processes?: boolean;
}

/** Concurrent environments of a function, most of which wait to retry a throttled call. */
const THREADS = 6;
/** The divisor of the time that functions sleep. */
const SLEEP_DIVISOR = 20;
/** An in-memory file system, if there is one, because the data need not be durable. */
const MEMORY = '/dev/shm';

export async function startChaosCloud(options: ChaosCloudOptions): Promise<ChaosCloud> {
  const { interceptor, onEvent, clock = new MovableClock(), print: say = () => undefined } = options;
  const { progress = () => undefined } = options;
  const ended = new Set<unknown>();
  const dataDir = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'chaos-'));
  const remove = (): void => rmSync(dataDir, { recursive: true, force: true });
  process.once('exit', remove);
  const cloud = await startLocalCloud(
    { port: 0, dataDir, config: options.config ?? {} },
    {
      clock,
      interceptor,
      print: (what, text) => (what === 'event' ? undefined : say(what, text)),
      serveRekognition: fakeRekognition(...options.rekognition),
      onEvent: (event) => {
        if (event['detail-type'] === 'Job Completed') ended.add(jobIdOf(event));
        onEvent?.(event, clock.now());
      },
      ...(options.processes === true
        ? {}
        : { hostSettings: { startHost: createThreadHost(SLEEP_DIVISOR), concurrency: THREADS } }),
    },
  );
  const { messages } = cloud.services;
  const stages = messages.descriptions.flatMap(({ arn, redrive }) =>
    redrive === undefined ? [] : [{ arn, dead: redrive.deadLetterArn }],
  );
  const sentBack = new Set<string>();
  const isNew = ({ id }: { readonly id: string }): boolean => sentBack.size < sentBack.add(id).size;
  const comeToRest = (): Promise<void> =>
    drainQueues(cloud, clock, interceptor, (text) => progress(`${ended.size} jobs ended; ${text}`));
  return {
    cloud,
    clock,
    drain: comeToRest,
    advance: async (milliseconds) => {
      clock.advance(milliseconds);
      await comeToRest();
    },
    redrive: async () => {
      let moved = 0;
      for (const { arn, dead } of stages) moved += (await messages.moveAll(dead, arn, isNew)).moved;
      return moved;
    },
    deadLetters: () => stages.reduce((sum, { dead }) => sum + messages.counts(dead).visible, 0),
    jobs: () => jobsOf(cloud),
    close: async () => {
      interceptor.end?.();
      await cloud.close();
      process.off('exit', remove);
      remove();
    },
  };
}

const jobIdOf = ({ detail }: EventEnvelope): unknown =>
  (detail as { metadata?: { jobId?: string } }).metadata?.jobId;

async function jobsOf({ outputs }: LocalCloud): Promise<StoredJob[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(administrator(outputs)));
  const rows: StoredJob[] = [];
  for await (const { Items } of paginateScan({ client }, { TableName: outputs.jobsTable }))
    rows.push(...((Items ?? []) as StoredJob[]).filter(({ pk }) => pk.startsWith('job#')));
  client.destroy();
  return rows;
}

/** Returns the row of a job unless it was deleted. */
export const liveRow = (rows: readonly StoredJob[], jobId: string) => {
  const row = rows.find((one) => one.jobId === jobId);
  return row === undefined || isTombstone(row) ? undefined : row;
};
