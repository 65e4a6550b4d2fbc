import { S3Client } from '@aws-sdk/client-s3';
import { isTerminal } from '../../contract/index.ts';
import { deriveState } from '../../handlers/jobs/deriveState.ts';
import { FaultInjector } from '../../local/chaos/faultInjector.ts';
import type { CallFault, DeliveryFault, Fault } from '../../local/chaos/fault.ts';
import { MovableClock } from '../../local/clock.ts';
import { administrator } from '../support/administrator.ts';
import { apiClient } from '../support/apiClient.ts';
import { liveRow, startChaosCloud, type ChaosCloud } from './chaosCloud.ts';
import { RekognitionCalls } from './rekognitionCalls.ts';
import { planFaults } from './planFaults.ts';
import { TerminalStates } from './terminalStates.ts';
import { uploadAll } from './uploadAll.ts';
import { listVersions } from './listVersions.ts';

export interface ChaosReport {
  readonly uploads: number;
  /** The number of faults that struck, by kind. */
  readonly faults: Readonly<Record<string, number>>;
  /** The number of planned faults that did not strike. */
  readonly unstruck: number;
  readonly states: Readonly<Record<string, number>>;
  readonly lost: number;
  readonly doubled: number;
  readonly stuck: number;
  /** The number of messages in dead-letter queues when the cloud was idle. Each was redriven once. */
  readonly inDeadLetterQueues: number;
  readonly redriven: number;
  /** The number of renditions by their number of calls of one operation. */
  readonly rekognitionCalls: Readonly<Record<string, number>>;
  /** The number of calls after the first of a rendition and operation. */
  readonly repeatedCalls: number;
  /** The number of those calls that no fault between call and record explains. */
  readonly unexplainedCalls: number;
  /** The time from creation to completion on the movable clock, in seconds. */
  readonly p50: number;
  readonly p99: number;
  /** The memory of the process in MB, including functions that run in threads. */
  readonly peakMemory: number;
  readonly seconds: number;
}

export interface ChaosRunOptions {
  readonly uploads: number;
  readonly faults: number;
  readonly seed: number;
  /** Runs functions in processes that are killed by SIGKILL, instead of threads. */
  readonly processes?: boolean;
  /** Receives the progress. */
  readonly progress?: (text: string) => void;
}

const SITE = /-(decode|analyze|record)-/;

/** Uploads images to a local cloud with the seed's faults, processes all work, and counts the outcomes. */
export async function chaosRun(options: ChaosRunOptions): Promise<ChaosReport> {
  const { uploads, faults, seed, processes = false, progress = () => undefined } = options;
  const started = performance.now();
  const clock = new MovableClock();
  const plan = new Map(
    planFaults(uploads, faults, seed).map((one) => [`${one.site} ${one.ordinal}`, one.fault]),
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
  const rekognitionCalls = new RekognitionCalls();
  const endings = new TerminalStates();
  const running: { cloud?: ChaosCloud } = {};
  const chaos = new FaultInjector({
    clock,
    chooseCallFault: (info) => {
      rekognitionCalls.recordCall(info);
      const stage = SITE.exec(info.caller)?.[1] ?? 'other';
      return next(`${stage} ${info.operation}`) as Fault<CallFault> | undefined;
    },
    chooseDeliveryFault: ({ target }) =>
      next(`to ${SITE.exec(target)?.[1] ?? 'other'}`) as Fault<DeliveryFault> | undefined,
    crash: async (trace, type, message) => running.cloud?.cloud.functions.crash(trace, type, message),
    onFault: (fault, info) => {
      struck[fault.kind] = (struck[fault.kind] ?? 0) + 1;
      if ('operation' in info) rekognitionCalls.recordFault(fault, info);
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
          rekognitionCalls.recordServed(info);
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
    onEvent: (event, at) => endings.record(event, at),
  });
  running.cloud = chaosCloud;
  const { cloud } = chaosCloud;
  try {
    progress('uploading');
    const expected = await uploadAll(await apiClient(cloud.outputs, 'chaos'), uploads);
    progress('uploaded; processing');
    await chaosCloud.drain();
    let redriven = 0;
    // A message that moved to a dead-letter queue after an earlier redrive is redriven too, but none twice.
    for (let moved = -1; moved !== 0; redriven += moved) {
      progress(`idle with ${chaosCloud.deadLetters()} dead letters; redriving those not redriven before`);
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
        progress(`lost: ${jobId} is ${state} instead of ${wanted}: ${JSON.stringify(row)}`);
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
      rekognitionCalls: rekognitionCalls.spread,
      repeatedCalls: rekognitionCalls.repeated,
      unexplainedCalls: rekognitionCalls.unexplained,
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

/** Counts result documents with several versions for one job, attempt and analyzer. */
async function doubledResults({ cloud: { outputs } }: ChaosCloud): Promise<number> {
  const client = new S3Client({ ...administrator(outputs), forcePathStyle: true });
  const results = (await listVersions(client, outputs.derivedBucket, 'results/')).filter((key) =>
    /\/\d+\.json$/.test(key),
  );
  client.destroy();
  return results.length - new Set(results).size;
}
