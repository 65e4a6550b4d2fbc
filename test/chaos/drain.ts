import { setTimeout as sleep } from 'node:timers/promises';
import type { MovableClock } from '../../local/clock.ts';
import type { LocalCloud } from '../../local/startLocalCloud.ts';

/** Who holds deliveries back until their time. */
export interface Holding {
  readonly held: number;
}

/** What falls due within so long is taken up together. */
const STEP_MS = 30_000;

/** Between two words of how far it is, on the computer's own clock. */
const PROGRESS_MS = 5000;

/** Nothing may stand still for so long on the computer's own clock. */
const LIMIT_MS = 180_000;

/**
 * Lets all that is under way come to rest, and moves the clock on to whatever waits, until no stage's queue holds
 * anything.
 * @param progress told every few seconds how much is in queues and how late it is
 */
export async function drain(
  cloud: LocalCloud,
  clock: MovableClock,
  holding: Holding,
  progress: (text: string) => void = () => undefined,
): Promise<void> {
  const { messages, eventBridge } = cloud.services;
  const queues = messages.descriptions.filter(({ redrive }) => redrive !== undefined);
  let said = Date.now();
  const tell = (): void => {
    if (Date.now() - said < PROGRESS_MS) return;
    said = Date.now();
    const { visible, hidden } = total(queues.map(({ arn }) => messages.counts(arn)));
    progress(
      `${visible} in queues, ${hidden} hidden, ${holding.held} held back, at ${new Date(clock.now()).toISOString()}`,
    );
  };
  for (;;) {
    await rest(cloud, holding, tell);
    const waiting = queues.flatMap(({ arn }) => messages.nextVisibleAt(arn) ?? []);
    if (waiting.length === 0 && holding.held === 0 && eventBridge.pendingDeliveries === 0) return;
    const due = [...waiting, clock.next ?? Infinity];
    clock.advance(Math.max(1, Math.min(...due) - clock.now()) + STEP_MS);
  }
}

/** Waits until nothing is under way at this moment of the clock. */
async function rest(cloud: LocalCloud, holding: Holding, tell: () => void): Promise<void> {
  const { messages, eventBridge } = cloud.services;
  const queues = messages.descriptions.filter(({ redrive }) => redrive !== undefined);
  const busy = (): boolean =>
    cloud.functions.activeInvocations > 0 ||
    eventBridge.activeDeliveries > holding.held ||
    queues.some(({ arn }) => messages.counts(arn).visible > 0);
  let [seen, since] = ['', Date.now()];
  for (let quiet = 0; quiet < 3; quiet = busy() ? 0 : quiet + 1) {
    const now = JSON.stringify([
      cloud.functions.invocationCount,
      queues.map(({ arn }) => messages.counts(arn)),
    ]);
    if (now !== seen) [seen, since] = [now, Date.now()];
    if (Date.now() - since > LIMIT_MS) throw new Error(`The cloud did not come to rest: ${now}`);
    tell();
    await sleep(quiet === 0 ? 20 : 5);
  }
}

const total = (counts: readonly { visible: number; hidden: number }[]) => ({
  visible: counts.reduce((sum, { visible }) => sum + visible, 0),
  hidden: counts.reduce((sum, { hidden }) => sum + hidden, 0),
});
