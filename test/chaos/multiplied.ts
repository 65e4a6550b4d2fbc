import { undisturbed, type Interceptor } from '../../local/aws/interceptor.ts';
import { Chaos } from '../../local/chaos/chaos.ts';
import type { MovableClock } from '../../local/clock.ts';
import type { Holding } from './drain.ts';

/** Within so long every copy of an event arrives, each at a moment by chance. */
const SPREAD_MS = 10 * 60_000;

/** Every delivery 1 to 5 times and at any time, for as long as it is on; then once and at once. */
export function multiplied(
  clock: MovableClock,
  random: () => number,
): Interceptor & Holding & { on: boolean; end(): void } {
  const options = {
    clock,
    longestDelayMs: SPREAD_MS,
    forCall: () => undefined,
    crash: () => Promise.resolve(),
  };
  const copies = new Chaos({ ...options, forDelivery: () => ({ kind: 'duplicate', size: random() }) });
  const delays = new Chaos({ ...options, forDelivery: () => ({ kind: 'delay', size: random() }) });
  return {
    on: true,
    call: (info, proceed) => undisturbed.call(info, proceed),
    async deliver(info, proceed) {
      if (!this.on || info.kind !== 'eventbridge-target') return proceed();
      // One of five comes once.
      const many = random() < 0.2 ? undisturbed : copies;
      await many.deliver(info, () => delays.deliver(info, proceed));
    },
    get held() {
      return delays.held;
    },
    end: () => delays.end(),
  };
}
