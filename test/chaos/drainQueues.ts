import { setTimeout as sleep } from 'node:timers/promises';
import type { MovableClock } from '../../local/clock.ts';
import type { LocalCloud } from '../../local/startLocalCloud.ts';

/** Holds deliveries back until their time. */
export interface DeliveryHolder {
  readonly held: number;
}

/** Work that becomes due within this time is processed together. */
const STEP_MS = 30_000;

/** The real time between two progress reports. */
const PROGRESS_MS = 5000;

/** The longest real time without any change. */
const LIMIT_MS = 180_000;

/**
 * Processes all work, advancing the clock to each scheduled time, until the stages' queues are empty.
 * @param progress receives the queue lengths and the clock's time every few seconds
 */
export async function drainQueues(
  cloud: LocalCloud,
  clock: MovableClock,
  holding: DeliveryHolder,
  progress: (text: string) => void = () => undefined,
): Promise<void> {
  const { messages, eventBridge } = cloud.services;
  const queues = messages.descriptions.filter(({ redrive }) => redrive !== undefined);
  let reportedAt = Date.now();
  const report = (): void => {
    if (Date.now() - reportedAt < PROGRESS_MS) return;
    reportedAt = Date.now();
    const { visible, hidden } = total(queues.map(({ arn }) => messages.counts(arn)));
    progress(
      `${visible} in queues, ${hidden} hidden, ${holding.held} held back, at ${new Date(clock.now()).toISOString()}`,
    );
  };
  for (;;) {
    await waitUntilIdle(cloud, holding, report);
    const waiting = queues.flatMap(({ arn }) => messages.nextVisibleAt(arn) ?? []);
    if (waiting.length === 0 && holding.held === 0 && eventBridge.pendingDeliveries === 0) return;
    const due = [...waiting, clock.next ?? Infinity];
    clock.advance(Math.max(1, Math.min(...due) - clock.now()) + STEP_MS);
  }
}

/** Waits until nothing is in progress at the clock's current time. */
async function waitUntilIdle(cloud: LocalCloud, holding: DeliveryHolder, report: () => void): Promise<void> {
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
    if (Date.now() - since > LIMIT_MS) throw new Error(`The cloud did not become idle: ${now}`);
    report();
    await sleep(quiet === 0 ? 20 : 5);
  }
}

const total = (counts: readonly { visible: number; hidden: number }[]) => ({
  visible: counts.reduce((sum, { visible }) => sum + visible, 0),
  hidden: counts.reduce((sum, { hidden }) => sum + hidden, 0),
});
