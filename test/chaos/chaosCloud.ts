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
import { drain, type Holding } from './drain.ts';
import { fakeRekognition } from './fakeRekognition.ts';

/** A local cloud in this process, whose time is moved and whose functions are threads. */
export interface ChaosCloud {
  readonly cloud: LocalCloud;
  readonly clock: MovableClock;
  /** Lets everything come to rest, whatever the clock has to say for it. */
  drain(): Promise<void>;
  /** Moves the clock on at once, and lets what falls due by that come to rest. */
  pass(milliseconds: number): Promise<void>;
  /** Sends every dead letter to the queue that its stage reads, but those that were sent back before; tells how many. */
  redrive(): Promise<number>;
  /** How many dead letters there are. */
  deadLetters(): number;
  /** Every row of a job. */
  jobs(): Promise<StoredJob[]>;
  close(): Promise<void>;
}

export interface ChaosCloudOptions {
  readonly interceptor: Interceptor & Holding & { end?(): void };
  readonly onEvent?: (event: EventEnvelope, at: number) => void;
  /** As `labelledRekognition` takes them. */
  readonly rekognition: Parameters<typeof fakeRekognition>;
  readonly clock?: MovableClock;
  readonly config?: Readonly<Record<string, string>>;
  /** What functions print loudly, and what goes wrong; default nowhere. */
  readonly say?: (what: string, text: string) => void;
  /** Told every few seconds how far it is, while things come to rest. */
  readonly progress?: (text: string) => void;
  /** Processes in place of threads: slower, and killed by SIGKILL. */
  readonly processes?: boolean;
}

/** Environments of a function at once: most wait, for the next try of a throttled call. */
const THREADS = 6;
/** What functions sleep is divided by this. */
const HASTE = 20;
/** A file system in memory, where there is one: nothing here is to outlive a power cut. */
const MEMORY = '/dev/shm';

export async function startChaosCloud(options: ChaosCloudOptions): Promise<ChaosCloud> {
  const { interceptor, onEvent, clock = new MovableClock(), say = () => undefined } = options;
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
        : { hostSettings: { startHost: createThreadHost(HASTE), concurrency: THREADS } }),
    },
  );
  const { messages } = cloud.services;
  const stages = messages.descriptions.flatMap(({ arn, redrive }) =>
    redrive === undefined ? [] : [{ arn, dead: redrive.deadLetterArn }],
  );
  const sentBack = new Set<string>();
  const isNew = ({ id }: { readonly id: string }): boolean => sentBack.size < sentBack.add(id).size;
  const comeToRest = (): Promise<void> =>
    drain(cloud, clock, interceptor, (text) => progress(`${ended.size} jobs have ended; ${text}`));
  return {
    cloud,
    clock,
    drain: comeToRest,
    pass: async (milliseconds) => {
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

/** The row of a job that was not deleted. */
export const liveRow = (rows: readonly StoredJob[], jobId: string) => {
  const row = rows.find((one) => one.jobId === jobId);
  return row === undefined || isTombstone(row) ? undefined : row;
};
