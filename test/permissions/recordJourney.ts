import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MovableClock } from '../../local/clock.ts';
import type { Graph } from '../../local/graph/graph.ts';
import type { AuthorizedCall } from '../../local/iam/iam.ts';
import { startLocalCloud } from '../../local/startLocalCloud.ts';
import { fakeRekognition } from '../chaos/fakeRekognition.ts';
import { Disturbances } from './disturbances.ts';
import { runJourney, type Ends } from './runJourney.ts';
import { listDeniedCalls } from './evaluateGrants.ts';

/** The options that add permissions to a role. */
const CONFIG = {
  network: 'create',
  originSecret: '7Qm2bX9eL4tR8vK1nW6zC3yH5uJ0pAsd',
};

export interface RecordedJourney {
  readonly graph: Graph;
  /** Every distinct call that IAM evaluated. */
  readonly calls: readonly AuthorizedCall[];
  readonly ends: Ends;
}

/**
 * Runs the whole journey on its own local cloud and records every call that IAM evaluates. Rejects with the denied calls
 * if the journey fails.
 */
export async function recordJourney(): Promise<RecordedJourney> {
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
    const ends = await runJourney({ cloud, clock, disturbances });
    return { graph: cloud.graph, calls: [...calls.values()], ends };
  } catch (error) {
    // A denied call is the most likely cause.
    const refused = listDeniedCalls([...calls.values()]).map((line) => `\n  ${line}`);
    throw new Error(`The journey failed. Denied calls:${refused.join('')}`, { cause: error });
  } finally {
    await cloud.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
