import { setTimeout as sleep } from 'node:timers/promises';
import type { Chaos } from '../../local/chaos/chaos.ts';
import type { MovableClock } from '../../local/clock.ts';
import type { LocalCloud } from '../../local/startLocalCloud.ts';

/** What falls due within so long is taken up together. */
const STEP_MS = 30_000;

/** Nothing may take so long on the computer's own clock without a step of the movable one. */
const LIMIT_MS = 120_000;

/** Lets all that is under way come to rest, and moves the clock on to whatever waits, until no stage's queue holds anything. */
export async function drain(
  cloud: LocalCloud,
  clock: MovableClock,
  chaos: Pick<Chaos, 'held'>,
): Promise<void> {
  const { messages, eventBridge } = cloud.services;
  const queues = messages.descriptions.filter(({ redrive }) => redrive !== undefined);
  const busy = (): boolean =>
    cloud.functions.underWay > 0 ||
    eventBridge.underWay > chaos.held ||
    queues.some(({ arn }) => messages.counts(arn).visible > 0);
  for (;;) {
    const end = Date.now() + LIMIT_MS;
    for (let quiet = 0; quiet < 3; quiet = busy() ? 0 : quiet + 1) {
      if (Date.now() > end) throw new Error('The cloud did not come to rest.');
      await sleep(5);
    }
    const waiting = queues.flatMap(({ arn }) => messages.nextVisibleAt(arn) ?? []);
    if (waiting.length === 0 && chaos.held === 0 && eventBridge.waiting === 0) return;
    const due = [...waiting, clock.next ?? Infinity];
    clock.advance(Math.max(1, Math.min(...due) - clock.now()) + STEP_MS);
  }
}
