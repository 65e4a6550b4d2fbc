import { S3Client } from '@aws-sdk/client-s3';
import { createSeededRandom } from '../../local/chaos/createSeededRandom.ts';
import { MovableClock } from '../../local/clock.ts';
import type { EventEnvelope } from '../../local/services/events/description.ts';
import { administrator } from '../support/administrator.ts';
import { apiClient } from '../support/apiClient.ts';
import { startChaosCloud } from './chaosCloud.ts';
import { duplicateDeliveries } from './duplicateDeliveries.ts';
import { readOutcomes } from './readOutcomes.ts';
import { uploadAll } from './uploadAll.ts';
import { listVersions } from './listVersions.ts';

export interface ReplayReport {
  readonly uploads: number;
  /** The number of different events that were delivered again. */
  readonly events: number;
  /** The number of repeated deliveries over all rounds. */
  readonly deliveries: number;
  /** The number of jobs that did not end in the first round, with duplicated and reordered events. */
  readonly wrong: number;
  /** The number of jobs whose result a later round changed. */
  readonly changed: number;
  /** The number of object versions that later rounds added. */
  readonly newVersions: number;
  readonly rekognitionCalls: number;
  readonly seconds: number;
}

const HOUR = 3_600_000;
/** The delays before each round: at once, after 25 hours, and after 13 days. */
const ROUNDS = [0, 25 * HOUR, 13 * 24 * HOUR - 25 * HOUR];
const MAX_COPIES = 5;

/**
 * Delivers every event of many jobs 1 to 5 times in random order, and all of them again at once and later. Compares the
 * jobs after each round.
 */
export async function replayRun(
  uploads: number,
  seed: number,
  progress: (text: string) => void = () => undefined,
): Promise<ReplayReport> {
  const started = performance.now();
  const random = createSeededRandom(seed);
  const events = new Map<string, EventEnvelope>();
  let rekognitionCalls = 0;
  const clock = new MovableClock();
  const first = duplicateDeliveries(clock, random);
  const chaosCloud = await startChaosCloud({
    clock,
    interceptor: first,
    progress,
    rekognition: [
      () => {
        rekognitionCalls++;
      },
    ],
    onEvent: (event) => {
      if (event.source !== 'aws.events') events.set(event.id, event);
    },
  });
  const { cloud } = chaosCloud;
  const s3 = new S3Client({ ...administrator(cloud.outputs), forcePathStyle: true });
  try {
    const client = await apiClient(cloud.outputs, 'replay');
    const expected = await uploadAll(client, uploads);
    const ids = [...expected.keys()];
    await chaosCloud.drain();
    first.on = false;
    const versions = async (): Promise<number> =>
      (await listVersions(s3, cloud.outputs.uploadsBucket)).length +
      (await listVersions(s3, cloud.outputs.derivedBucket)).length;
    const before = await readOutcomes(chaosCloud, client, ids);
    const versionsBefore = await versions();
    const known = [...events.values()];
    const changed = new Set<string>();
    let deliveries = 0;
    const wrong = ids.filter((id) => stateIn(before.get(id)?.job) !== expected.get(id)).length;
    for (const wait of ROUNDS) {
      await chaosCloud.advance(wait);
      const copies = known.flatMap((event) =>
        Array.from({ length: 1 + Math.floor(random() * MAX_COPIES) }, () => event),
      );
      deliveries += copies.length;
      for (const event of shuffled(copies, random))
        await cloud.services.eventBridge.accept(busOf(event, cloud.outputs.eventBusName), event);
      await chaosCloud.drain();
      const after = await readOutcomes(chaosCloud, client, ids);
      for (const id of ids)
        if (JSON.stringify(after.get(id)) !== JSON.stringify(before.get(id))) changed.add(id);
    }
    return {
      uploads,
      events: known.length,
      deliveries,
      wrong,
      changed: changed.size,
      newVersions: (await versions()) - versionsBefore,
      rekognitionCalls,
      seconds: Math.round((performance.now() - started) / 1000),
    };
  } finally {
    s3.destroy();
    await chaosCloud.close();
  }
}

const stateIn = (job: unknown): unknown => (job as { state?: string } | undefined)?.state;

const busOf = ({ source }: EventEnvelope, own: string): string => (source === 'aws.s3' ? 'default' : own);

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const left = [...items];
  for (let last = left.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [left[last], left[other]] = [left[other]!, left[last]!];
  }
  return left;
}
