import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { isTerminal } from '../../contract/index.ts';
import { deriveState } from '../../handlers/jobs/deriveState.ts';
import type { JobRow } from '../../handlers/jobs/row.ts';
import { Chaos } from '../../local/chaos/chaos.ts';
import type { CallFault, DeliveryFault, Fault } from '../../local/chaos/fault.ts';
import { MovableClock } from '../../local/clock.ts';
import { threadHost } from '../../local/lambda/threadHost.ts';
import { startLocalCloud, type LocalCloud } from '../../local/startLocalCloud.ts';
import { administrator } from '../support/administrator.ts';
import { apiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { inOrder } from '../../handlers/inOrder.ts';
import { drain } from './drain.ts';
import { labelledRekognition } from './labelledRekognition.ts';
import { schedule } from './schedule.ts';

export interface ChaosReport {
  readonly uploads: number;
  /** How many struck, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** Planned faults that no call or delivery came to. */
  readonly unstruck: number;
  readonly states: Readonly<Record<string, number>>;
  readonly lost: number;
  readonly doubled: number;
  readonly stuck: number;
  readonly deadLetters: number;
  /** Rekognition's calls by image, operation by operation, as how many images had so many. */
  readonly rekognitionCalls: Readonly<Record<string, number>>;
  /** Calls beyond the first of an image and operation, and the faults that struck the function that makes them. */
  readonly repeatedCalls: number;
  /** From creation to the first completed, by the moved clock, in seconds. */
  readonly p50: number;
  readonly p99: number;
  /** Of the process of the local cloud itself, in MB. */
  readonly peakMemory: number;
  readonly seconds: number;
}

const UPLOADS_AT_ONCE = 8;
/** Environments of a function at once: most wait, for the next try of a throttled call. */
const THREADS = 6;
/** What functions sleep is divided by this. */
const HASTE = 20;
const SITE = /-(decode|analyze|record)-/;

/** Uploads images to a local cloud on which the seed's faults strike, lets all come to rest, and counts what came of it. */
export async function chaosRun(uploads: number, faults: number, seed: number): Promise<ChaosReport> {
  const started = performance.now();
  const dataDir = mkdtempSync(join(tmpdir(), 'chaos-'));
  const clock = new MovableClock();
  const plan = new Map(
    schedule(uploads, faults, seed).map((one) => [`${one.site} ${one.ordinal}`, one.fault]),
  );
  const seen = new Map<string, number>();
  const struck: Record<string, number> = {};
  const next = (site: string): Fault | undefined => {
    const ordinal = (seen.get(site) ?? 0) + 1;
    seen.set(site, ordinal);
    const fault = plan.get(`${site} ${ordinal}`);
    plan.delete(`${site} ${ordinal}`);
    return fault;
  };
  const calls = new Map<string, number>();
  const ended = new Map<string, { at: number; ids: Set<string> }>();
  const running: { cloud?: LocalCloud } = {};
  const chaos = new Chaos({
    clock,
    forCall: ({ caller, operation }) =>
      next(`${SITE.exec(caller)?.[1] ?? 'other'} ${operation}`) as Fault<CallFault> | undefined,
    forDelivery: ({ target }) =>
      next(`to ${SITE.exec(target)?.[1] ?? 'other'}`) as Fault<DeliveryFault> | undefined,
    crash: async (trace, type, message) => running.cloud?.functions.crash(trace, type, message),
    onStrike: ({ kind }) => (struck[kind] = (struck[kind] ?? 0) + 1),
  });
  let peakMemory = 0;
  const watch = setInterval(() => (peakMemory = Math.max(peakMemory, process.memoryUsage().rss)), 250);
  const cloud = await startLocalCloud(
    { port: 0, dataDir, config: {} },
    {
      clock,
      interceptor: chaos,
      running: { startHost: threadHost(HASTE), concurrency: THREADS },
      say: () => undefined,
      serveRekognition: labelledRekognition((operation, key) => {
        calls.set(`${operation} ${key}`, (calls.get(`${operation} ${key}`) ?? 0) + 1);
      }),
      onEvent: ({ 'detail-type': type, detail }) => {
        if (type !== 'Job Completed') return;
        const { metadata, data } = detail as {
          metadata: { jobId: string; attempt: number; eventId: string };
          data: { state: string };
        };
        const key = `${metadata.jobId} ${metadata.attempt} ${data.state}`;
        const known = ended.get(key) ?? { at: clock.now(), ids: new Set() };
        ended.set(key, known);
        known.ids.add(metadata.eventId);
      },
    },
  );
  running.cloud = cloud;
  try {
    const client = await apiClient(cloud.outputs, 'chaos');
    const expected = new Map<string, string>();
    await inOrder(Array.from({ length: uploads }), UPLOADS_AT_ONCE, async (_, index) => {
      const rejected = index % 10 === 9;
      const bytes = rejected
        ? Buffer.from(`no image ${index}`)
        : dicomFile({ rows: 80, columns: 80, level: (x, y) => x * y + index });
      expected.set(await client.upload(bytes), rejected ? 'rejected' : 'completed');
    });
    await drain(cloud, clock, chaos);
    const deadLetters = await redriveAll(cloud);
    await drain(cloud, clock, chaos);
    const rows = await allJobs(cloud);
    const states: Record<string, number> = {};
    let [lost, stuck] = [0, 0];
    const times: number[] = [];
    for (const [jobId, wanted] of expected) {
      const row = rows.find((one) => one.jobId === jobId);
      const state = row === undefined ? 'gone' : deriveState(row, clock.now());
      states[state] = (states[state] ?? 0) + 1;
      if (state !== wanted) lost++;
      if (state !== 'gone' && !isTerminal(state)) stuck++;
      const end = ended.get(`${jobId} 1 completed`);
      if (row !== undefined && end !== undefined) times.push((end.at - Date.parse(row.createdAt)) / 1000);
    }
    times.sort((a, b) => a - b);
    const at = (share: number): number =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    const spread: Record<string, number> = {};
    for (const count of calls.values()) spread[`${count}`] = (spread[`${count}`] ?? 0) + 1;
    return {
      uploads,
      faults: struck,
      unstruck: plan.size,
      states,
      lost,
      doubled: doubled(ended),
      stuck,
      deadLetters,
      rekognitionCalls: spread,
      repeatedCalls: [...calls.values()].reduce((sum, count) => sum + count - 1, 0),
      p50: at(0.5),
      p99: at(0.99),
      peakMemory: Math.round(peakMemory / 2 ** 20),
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    clearInterval(watch);
    await cloud.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Terminal facts with two ids, and jobs that ended both completed and rejected. */
function doubled(ended: ReadonlyMap<string, { ids: ReadonlySet<string> }>): number {
  let count = 0;
  for (const [key, { ids }] of ended) {
    if (ids.size > 1) count++;
    if (key.endsWith(' completed') && ended.has(key.replace(/completed$/, 'rejected'))) count++;
  }
  return count;
}

/** Every dead letter goes once to the queue that its stage reads. */
async function redriveAll({ services: { messages } }: LocalCloud): Promise<number> {
  let moved = 0;
  for (const { arn, redrive } of messages.descriptions)
    if (redrive !== undefined) moved += (await messages.moveAll(redrive.deadLetterArn, arn)).moved;
  return moved;
}

async function allJobs({ outputs }: LocalCloud): Promise<JobRow[]> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(administrator(outputs)));
  const rows: JobRow[] = [];
  for await (const { Items } of paginateScan({ client }, { TableName: outputs.jobsTable }))
    rows.push(...((Items ?? []) as JobRow[]).filter(({ pk }) => pk.startsWith('job#')));
  client.destroy();
  return rows;
}
