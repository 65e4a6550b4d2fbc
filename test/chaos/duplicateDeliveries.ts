import { passThrough, type Interceptor } from '../../local/aws/interceptor.ts';
import { FaultInjector } from '../../local/chaos/faultInjector.ts';
import type { MovableClock } from '../../local/clock.ts';
import type { DeliveryHolder } from './drainQueues.ts';

/** The time within which all copies of an event arrive, each at a random moment. */
const SPREAD_MS = 10 * 60_000;

/** Delivers every event 1 to 5 times at random times while enabled, otherwise once and at once. */
export function duplicateDeliveries(
  clock: MovableClock,
  random: () => number,
): Interceptor & DeliveryHolder & { on: boolean; end(): void } {
  const options = {
    clock,
    longestDelayMs: SPREAD_MS,
    chooseCallFault: () => undefined,
    crash: () => Promise.resolve(),
  };
  const copies = new FaultInjector({
    ...options,
    chooseDeliveryFault: () => ({ kind: 'duplicate', size: random() }),
  });
  const delays = new FaultInjector({
    ...options,
    chooseDeliveryFault: () => ({ kind: 'delay', size: random() }),
  });
  return {
    on: true,
    call: (info, proceed) => passThrough.call(info, proceed),
    async deliver(info, proceed) {
      if (!this.on || info.kind !== 'eventbridge-target') return proceed();
      // One in five events is delivered once.
      const many = random() < 0.2 ? passThrough : copies;
      await many.deliver(info, () => delays.deliver(info, proceed));
    },
    get held() {
      return delays.delayedDeliveries;
    },
    end: () => delays.stop(),
  };
}
