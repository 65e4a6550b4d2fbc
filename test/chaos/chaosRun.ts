import { S3Client } from '@aws-sdk/client-s3';
import { isTerminal } from '../../contract/index.ts';
import { deriveState } from '../../handlers/jobs/deriveState.ts';
import { FaultInjector } from '../../local/chaos/faultInjector.ts';
import type { CallFault, DeliveryFault, Fault } from '../../local/chaos/fault.ts';
import { MovableClock } from '../../local/clock.ts';
import { administrator } from '../support/administrator.ts';
import { apiClient } from '../support/apiClient.ts';
import { liveRow, startChaosCloud, type ChaosCloud } from './chaosCloud.ts';
import { RekognitionBill } from './rekognitionBill.ts';
import { schedule } from './schedule.ts';
import { TerminalStates } from './terminalStates.ts';
import { uploadAll } from './uploadAll.ts';
import { versionsOf } from './versionsOf.ts';

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
  /** Messages that were in dead-letter queues once all was quiet; those that went back from there, each once. */
  readonly inDeadLetterQueues: number;
  readonly redriven: number;
  /** How many renditions had so many calls of one operation. */
  readonly rekognitionCalls: Readonly<Record<string, number>>;
  /** Calls beyond the first of a rendition and operation. */
  readonly repeatedCalls: number;
  /** Those of them that no fault between call and record explains. */
  readonly unexplainedCalls: number;
  /** From creation to the first completed, by the moved clock, in seconds. */
  readonly p50: number;
  readonly p99: number;
  /** Of the process, functions included unless they are processes, in MB. */
  readonly peakMemory: number;
  readonly seconds: number;
}

export interface ChaosRunOptions {
  readonly uploads: number;
  readonly faults: number;
  readonly seed: number;
  /** Functions as processes, killed by SIGKILL, in place of threads. */
  readonly processes?: boolean;
  /** Told how far it is. */
  readonly progress?: (text: string) => void;
}

const SITE = /-(decode|analyze|record)-/;

/** Uploads images to a local cloud on which the seed's faults strike, lets all come to rest, and counts what came of it. */
export async function chaosRun(options: ChaosRunOptions): Promise<ChaosReport> {
  const { uploads, faults, seed, processes = false, progress = () => undefined } = options;
  const started = performance.now();
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
  const bill = new RekognitionBill();
  const endings = new TerminalStates();
  const running: { cloud?: ChaosCloud } = {};
  const chaos = new FaultInjector({
    clock,
    chooseCallFault: (info) => {
      bill.see(info);
      const stage = SITE.exec(info.caller)?.[1] ?? 'other';
      return next(`${stage} ${info.operation}`) as Fault<CallFault> | undefined;
    },
    chooseDeliveryFault: ({ target }) =>
      next(`to ${SITE.exec(target)?.[1] ?? 'other'}`) as Fault<DeliveryFault> | undefined,
    crash: async (trace, type, message) => running.cloud?.cloud.functions.crash(trace, type, message),
    onFault: (fault, info) => {
      struck[fault.kind] = (struck[fault.kind] ?? 0) + 1;
      if ('operation' in info) bill.strike(fault, info);
    },
  });
  let peakMemory = 0;
  const watch = setInterval(() => (peakMemory = Math.max(peakMemory, process.memoryUsage.rss())), 1000);
  const chaosCloud = await startChaosCloud({
    clock,
    progress,
    interceptor: {
      call: (info, proceed) =>
        chaos.call(info, async (changed) => {
          const answer = await proceed(changed);
          bill.served(info);
          return answer;
        }),
      deliver: (info, proceed) => chaos.deliver(info, proceed),
      get held() {
        return chaos.delayedDeliveries;
      },
      end: () => chaos.stop(),
    },
    processes,
    rekognition: [() => undefined],
    onEvent: (event, at) => endings.see(event, at),
  });
  running.cloud = chaosCloud;
  const { cloud } = chaosCloud;
  try {
    progress('uploading');
    const expected = await uploadAll(await apiClient(cloud.outputs, 'chaos'), uploads);
    progress('uploaded; coming to rest');
    await chaosCloud.drain();
    let redriven = 0;
    // What died only because a fault struck after a redrive is sent back as well; nothing is sent back twice.
    for (let moved = -1; moved !== 0; redriven += moved) {
      progress(`at rest with ${chaosCloud.deadLetters()} dead letters; redriving those that were not before`);
      moved = await chaosCloud.redrive();
      await chaosCloud.drain();
    }
    const inDeadLetterQueues = redriven + chaosCloud.deadLetters();
    const rows = await chaosCloud.jobs();
    const states: Record<string, number> = {};
    let [lost, stuck] = [0, 0];
    const times: number[] = [];
    for (const [jobId, wanted] of expected) {
      const row = liveRow(rows, jobId);
      const state = row === undefined ? 'gone' : deriveState(row, clock.now());
      states[state] = (states[state] ?? 0) + 1;
      if (state !== wanted) {
        lost++;
        progress(`lost: ${jobId} is ${state} in place of ${wanted}: ${JSON.stringify(row)}`);
      }
      if (state !== 'gone' && !isTerminal(state)) stuck++;
      const end = endings.at(jobId, 1, 'completed');
      if (row !== undefined && end !== undefined) times.push((end - Date.parse(row.createdAt)) / 1000);
    }
    times.sort((a, b) => a - b);
    const at = (share: number): number =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return {
      uploads,
      faults: struck,
      unstruck: plan.size,
      states,
      lost,
      doubled: endings.doubled + (await doubledResults(chaosCloud)),
      stuck,
      inDeadLetterQueues,
      redriven,
      rekognitionCalls: bill.spread,
      repeatedCalls: bill.repeated,
      unexplainedCalls: bill.unexplained,
      p50: at(0.5),
      p99: at(0.99),
      peakMemory: Math.round(peakMemory / 2 ** 20),
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    clearInterval(watch);
    await chaosCloud.close();
  }
}

/** Result documents that were written more than once for one job, attempt and analyzer. */
async function doubledResults({ cloud: { outputs } }: ChaosCloud): Promise<number> {
  const client = new S3Client({ ...administrator(outputs), forcePathStyle: true });
  const results = (await versionsOf(client, outputs.derivedBucket, 'results/')).filter((key) =>
    /\/\d+\.json$/.test(key),
  );
  client.destroy();
  return results.length - new Set(results).size;
}
