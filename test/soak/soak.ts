import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mapWithConcurrency } from '../../handlers/support/mapWithConcurrency.ts';
import { apiClient, type ApiClient } from '../support/apiClient.ts';
import { dicomFile } from '../support/dicomFile.ts';
import { startLocalCloud } from '../support/localCloud.ts';
import { readProcessTree, countRunning } from './processTree.ts';

/** What the whole process tree of one `npm start` holds, at rest. */
export interface Sample {
  readonly jobs: number;
  readonly megabytes: number;
  readonly processes: number;
  readonly descriptors: number;
  /** Jobs a second since the look before. */
  readonly rate: number;
}

export interface SoakReport {
  readonly jobs: number;
  readonly states: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** After each tenth. */
  readonly looks: readonly Sample[];
  /** Memory at the end, over that after the first tenth. */
  readonly memoryRatio: number;
  /**
   * Open at the end beyond what any look of the first half found; below 0 where it is less. A function's second
   * process comes when it is needed first, and stays.
   */
  readonly descriptorsLeftOver: number;
  readonly processesLeftOver: number;
  /** Processes that outlived the stop of `npm start`. */
  readonly orphans: number;
}

const SAMPLES = 10;
const AT_ONCE = 12;
/** From the last job of a tenth to the look: idle sockets close, and what was cut off is collected. */
const REST_MS = 10_000;
const JOB_LIMIT_MS = 300_000;

/** Puts many small jobs through one `npm start`, and looks at what it holds after each tenth of them. */
export async function soak(jobs: number, onLook: (look: Sample) => void): Promise<SoakReport> {
  const started = performance.now();
  const cloud = await startLocalCloud();
  const pid = Number(readFileSync(join(cloud.data, 'lock'), 'utf8'));
  const looks: Sample[] = [];
  const states: Record<string, number> = {};
  const seen = new Set<string>();
  try {
    for (let tenth = 1, done = 0; tenth <= SAMPLES; tenth++) {
      // A token is good for an hour, and the whole may take longer.
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
      const look = { jobs: done, megabytes, processes: members.size, descriptors, rate };
      looks.push(look);
      onLook(look);
    }
  } finally {
    await cloud.stop();
  }
  await sleep(1000);
  const orphans = countRunning(seen);
  cloud.remove();
  const half = looks.slice(0, SAMPLES / 2);
  const [first, last] = [looks[0]!, looks[SAMPLES - 1]!];
  return {
    ...{ jobs, states, looks, orphans },
    seconds: Math.round((performance.now() - started) / 1000),
    memoryRatio: last.megabytes / first.megabytes,
    descriptorsLeftOver: last.descriptors - Math.max(...half.map(({ descriptors }) => descriptors)),
    processesLeftOver: last.processes - Math.max(...half.map(({ processes }) => processes)),
  };
}

/** Rekognition's models would take all the time of a soak: they look at each of so many once. */
const IMAGES = Array.from({ length: 100 }, (_, image) =>
  dicomFile({ rows: 80, columns: 80, level: (x, y) => x * 3 + y * (image % 97) + (image >> 3) }),
);

/** One small image from upload to its end; answers with its state. */
async function runJob(client: ApiClient, number: number): Promise<string> {
  const jobId = await client.upload(IMAGES[number % IMAGES.length]!);
  return (await client.finished(jobId, JOB_LIMIT_MS)).state;
}
