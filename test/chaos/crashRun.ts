import { S3Client } from '@aws-sdk/client-s3';
import { isDeepStrictEqual } from 'node:util';
import { AwsError } from '../../local/aws/awsError.ts';
import { createSeededRandom } from '../../local/chaos/createSeededRandom.ts';
import type { EventEnvelope } from '../../local/services/events/description.ts';
import { administrator } from '../support/administrator.ts';
import { apiClient } from '../support/apiClient.ts';
import { startChaosCloud, type ChaosCloud } from './chaosCloud.ts';
import { EffectRecorder, type CrashPoint } from './effectRecorder.ts';
import { readOutcomes, type Outcome } from './readOutcomes.ts';
import { SCENARIOS, type Scenario, type ScenarioContext } from './scenarios.ts';

export interface CrashCase extends CrashPoint {
  readonly scenario: string;
  /** True if the crash struck and the job had the same outcome as without it. */
  readonly converged: boolean;
  /** The problem, if there is one. */
  readonly why?: string;
}

export interface CrashReport {
  readonly scenarios: number;
  readonly effects: number;
  readonly cases: readonly CrashCase[];
  readonly failed: number;
  /**
   * The number of cases whose side effect occurred by chance in the run without faults, for example through a second
   * delivery or a race of two handlers. No further job had it, and another case covers a crash at it.
   */
  readonly byChance: number;
  readonly seconds: number;
}

const HOUR = 3_600_000;
/** Longer than the interval of the sweeper. */
const SWEEP = 6 * 60_000;
/** The number of jobs to try until a crash strikes. */
const ROUNDS = 4;

/**
 * Runs every scenario without faults to list its side effects. Then runs it with a crash directly before and directly
 * after each side effect, with one job per case, concurrently.
 * @param sample the number of random cases, determined by the seed. Default: all cases
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
  const recorder = new EffectRecorder(async (trace) =>
    running.cloud?.cloud.functions.crash(trace, 'Runtime.ExitError', 'signal: killed'),
  );
  const facts = new Map<string, Set<string>>();
  const rejectedByRekognition = new Set<string>();
  const cloud = await startChaosCloud({
    interceptor: recorder,
    progress,
    processes: options.processes ?? false,
    rekognition: [
      () => undefined,
      (_, key) => {
        if (rejectedByRekognition.has(/[0-9a-f]{32}/.exec(key)?.[0] ?? ''))
          throw new AwsError('InvalidImageFormatException', 'Not readable at the moment');
      },
    ],
    onEvent: (event) => note(facts, event),
  });
  running.cloud = cloud;
  const { outputs } = cloud.cloud;
  const s3 = new S3Client({ ...administrator(outputs), forcePathStyle: true });
  try {
    const client = await apiClient(outputs, 'crashes');
    const stage: ScenarioContext = {
      client,
      recorder,
      s3,
      uploadsBucket: outputs.uploadsBucket,
      rejectedByRekognition,
    };
    progress(`${SCENARIOS.length} scenarios without faults`);
    const plain = await playScenarios(
      cloud,
      stage,
      SCENARIOS.map((scenario) => ({ scenario })),
      progress,
    );
    const expected = new Map(plain.map(({ scenario, outcome }) => [scenario, outcome]));
    const all = plain.flatMap(({ scenario, jobId }) =>
      recorder
        .effectsOf(jobId)
        .flatMap((effect) =>
          (['before', 'after'] as const).map((when) => ({ scenario, point: { effect, when } })),
        ),
    );
    const chosen = sample === undefined ? all : choose(all, sample, seed);
    progress(`${chosen.length} of ${all.length} cases with a crash`);
    const cases: CrashCase[] = [];
    let byChance = 0;
    let pending: readonly (typeof chosen)[number][] = chosen;
    for (let round = 1; pending.length > 0; round++) {
      const played = await playScenarios(cloud, stage, pending, progress);
      // The order of two handlers is random, so a crash that did not strike is tried on another job.
      const struck = played.filter(({ jobId }) => !recorder.hasPendingCrash(jobId));
      cases.push(...struck.map((one) => judge(one, expected.get(one.scenario)!, facts)));
      pending = played.filter(({ jobId }) => recorder.hasPendingCrash(jobId));
      for (const { jobId } of played) recorder.cancelCrash(jobId);
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

/** Returns true if the points include a crash at the same side effect, first or repeated. */
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
  { scenario, point, jobId, outcome }: PlayedScenarios & { readonly point: CrashPoint },
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

interface PlayedScenarios {
  readonly scenario: Scenario;
  readonly jobId: string;
  readonly outcome: Outcome;
}

/** Runs scenarios concurrently. Hours pass between each scenario's start and its follow-up. */
async function playScenarios<P extends { readonly scenario: Scenario; readonly point?: CrashPoint }>(
  cloud: ChaosCloud,
  stage: ScenarioContext,
  parts: readonly P[],
  progress: (text: string) => void,
): Promise<(P & PlayedScenarios)[]> {
  const jobs: string[] = [];
  for (const { scenario, point } of parts) {
    jobs.push(await scenario.start(stage, point));
    if (jobs.length % 50 === 0) progress(`${jobs.length} of ${parts.length} jobs created`);
  }
  await cloud.drain();
  // Every deadline has passed and the sweeper has run.
  await cloud.advance(6 * HOUR);
  await Promise.all(parts.map(async ({ scenario }, index) => scenario.followUp?.(stage, jobs[index]!)));
  await cloud.drain();
  await cloud.redrive();
  await cloud.drain();
  // A deleted job is swept twice in this time. The next run completes a sweep that crashed.
  for (const hours of [1, 27]) {
    await cloud.advance(hours * HOUR);
    for (let left = Infinity; stage.recorder.pendingCrashes < left;) {
      left = stage.recorder.pendingCrashes;
      for (let runs = 0; runs < 3; runs++) await cloud.advance(SWEEP);
    }
  }
  const outcomes = await readOutcomes(cloud, stage.client, jobs);
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

/** Records the facts of one job. A second id for the same fact is recorded as `twice …`. */
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
