import { passThrough, type Interceptor } from '../../local/aws/interceptor.ts';
import { FaultInjector } from '../../local/chaos/faultInjector.ts';
import type { MovableClock } from '../../local/clock.ts';
import type { Holding } from './drain.ts';

/** Within so long every copy of an event arrives, each at a moment by chance. */
const SPREAD_MS = 10 * 60_000;

/** Every delivery 1 to 5 times and at any time, for as long as it is on; then once and at once. */
export function duplicateDeliveries(
  clock: MovableClock,
  random: () => number,
): Interceptor & Holding & { on: boolean; end(): void } {
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
      // One of five comes once.
      const many = random() < 0.2 ? passThrough : copies;
      await many.deliver(info, () => delays.deliver(info, proceed));
    },
    get held() {
      return delays.delayedDeliveries;
    },
    end: () => delays.stop(),
  };
}
