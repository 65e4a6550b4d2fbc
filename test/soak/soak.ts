import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mapWithConcurrency } from '../../handlers/support/mapWithConcurrency.ts';
import { apiClient, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { startLocalCloud } from '../support/localCloud.ts';
import { readProcessTree, countRunning } from './processTree.ts';

/** The resources of the idle process tree of one `npm start`. */
export interface Sample {
  readonly jobs: number;
  readonly megabytes: number;
  readonly processes: number;
  readonly descriptors: number;
  /** Jobs per second since the previous sample. */
  readonly rate: number;
}

export interface SoakReport {
  readonly jobs: number;
  readonly states: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** The samples after each tenth of the jobs. */
  readonly samples: readonly Sample[];
  /** The memory at the end divided by that after the first tenth. */
  readonly memoryRatio: number;
  /**
   * The number at the end minus the maximum of the first half. A function's second process starts when it is first
   * needed, and stays.
   */
  readonly descriptorsLeftOver: number;
  readonly processesLeftOver: number;
  /** The number of processes that remained after `npm start` stopped. */
  readonly orphans: number;
}

const SAMPLES = 10;
const AT_ONCE = 12;
/** The time between a tenth's last job and its sample, in which idle sockets close and garbage is collected. */
const REST_MS = 10_000;
const JOB_LIMIT_MS = 300_000;

/** Sends many small jobs through one `npm start` and samples its resources after each tenth of them. */
export async function soak(jobs: number, onSample: (sample: Sample) => void): Promise<SoakReport> {
  const started = performance.now();
  const cloud = await startLocalCloud();
  const pid = Number(readFileSync(join(cloud.data, 'lock'), 'utf8'));
  const samples: Sample[] = [];
  const states: Record<string, number> = {};
  const seen = new Set<string>();
  try {
    for (let tenth = 1, done = 0; tenth <= SAMPLES; tenth++) {
      // A token is valid for an hour, and the run can take longer.
      const client = await apiClient(cloud.outputs, 'soak');
      const before = performance.now();
      const until = Math.round((jobs * tenth) / SAMPLES);
      const numbers = Array.from({ length: until - done }, (_, index) => done + index);
      await mapWithConcurrency(numbers, AT_ONCE, async (number) => {
        const state = await runJob(client, number);
        states[state] = (states[state] ?? 0) + 1;
      });
      const rate = (until - done) / ((performance.now() - before) / 1000);
      done = until;
      await sleep(REST_MS);
      const { members, megabytes, descriptors } = readProcessTree(pid);
      for (const member of members) seen.add(member);
      const sample = { jobs: done, megabytes, processes: members.size, descriptors, rate };
      samples.push(sample);
      onSample(sample);
    }
  } finally {
    await cloud.stop();
  }
  await sleep(1000);
  const orphans = countRunning(seen);
  cloud.remove();
  const half = samples.slice(0, SAMPLES / 2);
  const [first, last] = [samples[0]!, samples[SAMPLES - 1]!];
  return {
    ...{ jobs, states, samples, orphans },
    seconds: Math.round((performance.now() - started) / 1000),
    memoryRatio: last.megabytes / first.megabytes,
    descriptorsLeftOver: last.descriptors - Math.max(...half.map(({ descriptors }) => descriptors)),
    processesLeftOver: last.processes - Math.max(...half.map(({ processes }) => processes)),
  };
}

/** The images. Their number is limited because the local Rekognition runs its models once for each. */
const IMAGES = Array.from({ length: 100 }, (_, image) =>
  dicomFile({ rows: 80, columns: 80, level: (x, y) => x * 3 + y * (image % 97) + (image >> 3) }),
);

/** Uploads one small image and returns its job's final state. */
async function runJob(client: ApiClient, number: number): Promise<string> {
  const jobId = await client.upload(IMAGES[number % IMAGES.length]!);
  return (await client.finished(jobId, JOB_LIMIT_MS)).state;
}
