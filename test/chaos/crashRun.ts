import { S3Client } from '@aws-sdk/client-s3';
import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../local/aws/awsError.ts';
import { createSeededRandom } from '../../local/chaos/createSeededRandom.ts';
import type { EventEnvelope } from '../../local/services/events/description.ts';
import { administrator } from '../support/administrator.ts';
import { apiClient } from '../support/apiClient.ts';
import { startChaosCloud, type ChaosCloud } from './chaosCloud.ts';
import { EffectWatch, type CrashPoint } from './effectWatch.ts';
import { outcomesOf, type Outcome } from './outcome.ts';
import { SCENARIOS, type Scenario, type Stage } from './scenarios.ts';

export interface CrashCase extends CrashPoint {
  readonly scenario: string;
  /** The crash struck, and the job came to what it comes to without. */
  readonly converged: boolean;
  /** What is wrong, where anything is. */
  readonly why?: string;
}

export interface CrashReport {
  readonly scenarios: number;
  readonly effects: number;
  readonly cases: readonly CrashCase[];
  readonly failed: number;
  /**
   * Cases whose side effect only chance had brought to the run without faults, as a second delivery or a race of two
   * handlers does: no further job had it, and a crash at it has a case elsewhere in the list.
   */
  readonly byChance: number;
  readonly seconds: number;
}

const HOUR = 3_600_000;
/** Longer than from one run of the sweeper to the next. */
const SWEEP = 6 * 60_000;
/** How many jobs a crash may find nothing to strike in. */
const ROUNDS = 4;

/**
 * Runs every scenario once without faults, which lists its side effects; then once for each of them with the function
 * ended right before it, and once right after; all of these at once, a job each.
 * @param sample so many cases by chance, fixed by the seed; default all
 */
export async function crashRun(options: {
  readonly sample?: number;
  readonly seed: number;
  readonly processes?: boolean;
  readonly progress?: (text: string) => void;
}): Promise<CrashReport> {
  const { sample, seed, progress = () => undefined } = options;
  const started = performance.now();
  const running: { cloud?: ChaosCloud } = {};
  const watch = new EffectWatch(async (trace) =>
    running.cloud?.cloud.functions.crash(trace, 'Runtime.ExitError', 'signal: killed'),
  );
  const facts = new Map<string, Set<string>>();
  const refused = new Set<string>();
  const cloud = await startChaosCloud({
    interceptor: watch,
    progress,
    processes: options.processes ?? false,
    rekognition: [
      () => undefined,
      (_, key) => {
        if (refused.has(/[0-9a-f]{32}/.exec(key)?.[0] ?? ''))
          throw new AwsError('InvalidImageFormatException', 'Not readable for now');
      },
    ],
    onEvent: (event) => note(facts, event),
  });
  running.cloud = cloud;
  const { outputs } = cloud.cloud;
  const s3 = new S3Client({ ...administrator(outputs), forcePathStyle: true });
  try {
    const client = await apiClient(outputs, 'crashes');
    const stage: Stage = { client, watch, s3, uploadsBucket: outputs.uploadsBucket, refused };
    progress(`${SCENARIOS.length} scenarios without faults`);
    const plain = await play(
      cloud,
      stage,
      SCENARIOS.map((scenario) => ({ scenario })),
      progress,
    );
    const expected = new Map(plain.map(({ scenario, outcome }) => [scenario, outcome]));
    const all = plain.flatMap(({ scenario, jobId }) =>
      watch
        .effectsOf(jobId)
        .flatMap((effect) =>
          (['before', 'after'] as const).map((when) => ({ scenario, point: { effect, when } })),
        ),
    );
    const chosen = sample === undefined ? all : choose(all, sample, seed);
    progress(`${chosen.length} of ${all.length} cases, each with a crash`);
    const cases: CrashCase[] = [];
    let byChance = 0;
    let pending: readonly (typeof chosen)[number][] = chosen;
    for (let round = 1; pending.length > 0; round++) {
      const played = await play(cloud, stage, pending, progress);
      // Which of two handlers comes first is chance: what found nothing to strike gets another job.
      const struck = played.filter(({ jobId }) => !watch.awaits(jobId));
      cases.push(...struck.map((one) => judge(one, expected.get(one.scenario)!, facts)));
      pending = played.filter(({ jobId }) => watch.awaits(jobId));
      for (const { jobId } of played) watch.callOff(jobId);
      progress(`${cases.length} struck`);
      if (round < ROUNDS) continue;
      const known = sample === undefined ? struckPoints(cases) : all.map(({ point }) => point);
      const missed = pending.filter(({ point }) => !isElsewhere(point, known));
      byChance = pending.length - missed.length;
      cases.push(
        ...missed.map(({ scenario, point }) => caseOf(scenario, point, 'the crash found nothing to strike')),
      );
      break;
    }
    return {
      scenarios: SCENARIOS.length,
      effects: all.length / 2,
      cases,
      failed: cases.filter(({ converged }) => !converged).length,
      byChance,
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    s3.destroy();
    await cloud.close();
  }
}

const struckPoints = (cases: readonly CrashCase[]): CrashPoint[] =>
  cases.map(({ effect, when }) => ({ effect, when }));

/** Whether a crash at the same side effect is among them, for the first time or again. */
function isElsewhere(point: CrashPoint, among: readonly CrashPoint[]): boolean {
  const plain = (effect: string) => effect.replace(/ #\d+$/, '');
  return among.some(
    (other) => other !== point && other.when === point.when && plain(other.effect) === plain(point.effect),
  );
}

const caseOf = (scenario: Scenario, point: CrashPoint, why: string | undefined): CrashCase => ({
  scenario: scenario.name,
  ...point,
  converged: why === undefined,
  ...(why === undefined ? {} : { why }),
});

function judge(
  { scenario, point, jobId, outcome }: Played & { readonly point: CrashPoint },
  expected: Outcome,
  facts: ReadonlyMap<string, ReadonlySet<string>>,
): CrashCase {
  const doubled = [...(facts.get(jobId) ?? [])].filter((fact) => fact.startsWith('twice'));
  const why =
    doubled.length > 0
      ? doubled.join(', ')
      : isDeepStrictEqual(outcome, expected)
        ? undefined
        : `came to ${JSON.stringify(outcome)} and not to ${JSON.stringify(expected)}`;
  return caseOf(scenario, point, why);
}

interface Played {
  readonly scenario: Scenario;
  readonly jobId: string;
  readonly outcome: Outcome;
}

/** Plays scenarios beside each other, with hours between what is done first and what is done about it. */
async function play<P extends { readonly scenario: Scenario; readonly point?: CrashPoint }>(
  cloud: ChaosCloud,
  stage: Stage,
  parts: readonly P[],
  progress: (text: string) => void,
): Promise<(P & Played)[]> {
  const jobs: string[] = [];
  for (const { scenario, point } of parts) {
    jobs.push(await scenario.start(stage, point));
    if (jobs.length % 50 === 0) progress(`${jobs.length} of ${parts.length} jobs made`);
  }
  await cloud.drain();
  // By now every deadline is over, and the sweeper has been there.
  await cloud.pass(6 * HOUR);
  await Promise.all(parts.map(async ({ scenario }, index) => scenario.then?.(stage, jobs[index]!)));
  await cloud.drain();
  await cloud.redrive();
  await cloud.drain();
  // A deleted job is swept twice in that time; a sweep that a crash ended goes on at the next run.
  for (const hours of [1, 27]) {
    await cloud.pass(hours * HOUR);
    for (let left = Infinity; stage.watch.unstruck < left;) {
      left = stage.watch.unstruck;
      for (let runs = 0; runs < 3; runs++) await cloud.pass(SWEEP);
    }
  }
  const outcomes = await outcomesOf(cloud, stage.client, jobs);
  return parts.map((part, index) => {
    const jobId = jobs[index]!;
    return { ...part, jobId, outcome: outcomes.get(jobId)! };
  });
}

function choose<T>(all: readonly T[], count: number, seed: number): T[] {
  const random = createSeededRandom(seed);
  const left = [...all];
  const chosen: T[] = [];
  while (chosen.length < count && left.length > 0)
    chosen.push(...left.splice(Math.floor(random() * left.length), 1));
  return chosen;
}

/** Facts of one job by what they are about; a second id for one of them is noted as `twice …`. */
function note(facts: Map<string, Set<string>>, { 'detail-type': type, detail }: EventEnvelope): void {
  const { metadata, data } = detail as {
    metadata?: { jobId: string; attempt: number; eventId: string };
    data?: { state?: string; sweep?: number; analyzer?: string };
  };
  if (metadata === undefined) return;
  const known = facts.get(metadata.jobId) ?? new Set();
  facts.set(metadata.jobId, known);
  const about = [type, metadata.attempt, data?.state ?? data?.sweep ?? data?.analyzer ?? ''].join(' ');
  if (known.has(about) && !known.has(`${about} ${metadata.eventId}`)) known.add(`twice ${about}`);
  known.add(about).add(`${about} ${metadata.eventId}`);
}
