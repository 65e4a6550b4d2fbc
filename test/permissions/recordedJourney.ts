import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovableClock } from '../../local/clock.ts';
import type { Graph } from '../../local/graph/graph.ts';
import type { AuthorizedCall } from '../../local/iam/iam.ts';
import { startLocalCloud } from '../../local/startLocalCloud.ts';
import { fakeRekognition } from '../chaos/fakeRekognition.ts';
import { Disturbances } from './disturbances.ts';
import { journey, type Ends } from './journey.ts';
import { missing } from './judge.ts';

/** Every option that gives a role something more. */
const CONFIG = {
  network: 'create',
  originSecret: '7Qm2bX9eL4tR8vK1nW6zC3yH5uJ0pAsd',
};

export interface RecordedJourney {
  readonly graph: Graph;
  /** Every question that was put to IAM, each once. */
  readonly calls: readonly AuthorizedCall[];
  readonly ends: Ends;
}

/**
 * Runs the whole journey on its own local cloud, and records every call that a policy was asked about. Throws,
 * with the calls that were refused, where it does not come to its end.
 */
export async function recordedJourney(): Promise<RecordedJourney> {
  const dataDir = mkdtempSync(join(tmpdir(), 'permissions-'));
  const clock = new MovableClock();
  const disturbances = new Disturbances();
  const calls = new Map<string, AuthorizedCall>();
  const cloud = await startLocalCloud(
    { port: 0, dataDir, config: CONFIG },
    {
      clock,
      interceptor: disturbances,
      print: () => undefined,
      serveRekognition: fakeRekognition(() => undefined),
      onDecision: (call) => {
        const { caller, action, resource, context, allowed } = call;
        calls.set(JSON.stringify([caller.arn, action, resource, context, allowed]), call);
      },
    },
  );
  try {
    const ends = await journey({ cloud, clock, disturbances });
    return { graph: cloud.graph, calls: [...calls.values()], ends };
  } catch (error) {
    // A call that was refused is most often why nothing went on.
    const refused = missing([...calls.values()]).map((line) => `\n  ${line}`);
    throw new Error(`The journey broke off; refused were:${refused.join('')}`, { cause: error });
  } finally {
    await cloud.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
