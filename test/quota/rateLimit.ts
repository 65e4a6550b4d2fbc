import { createThrottlingError } from '../../local/chaos/createThrottlingError.ts';
import type { DetectOperation } from '../chaos/fakeRekognition.ts';

/** What a quota saw of one operation. */
export interface Counted {
  answered: number;
  throttled: number;
  /** Calls under way at once: now, and at most. */
  running: number;
  most: number;
}

const none = (): Counted => ({ answered: 0, throttled: 0, running: 0, most: 0 });

/**
 * Rekognition's quota: so many calls of each operation a second, with its own error for those beyond. It begins with
 * none to give, so that the first call is refused whatever the machine's speed, and saves up a second's worth at most.
 */
export class RateLimit {
  readonly counted: Readonly<Record<DetectOperation, Counted>> = { DetectLabels: none(), DetectText: none() };
  readonly #perSecond: number;
  readonly #left = new Map<DetectOperation, { tokens: number; at: number }>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Lets one call begin, or throws what Rekognition answers beyond its quota. */
  readonly begin = (operation: DetectOperation): void => {
    const now = performance.now();
    const counted = this.counted[operation];
    const left = this.#left.get(operation) ?? { tokens: 0, at: now };
    this.#left.set(operation, left);
    left.tokens += ((now - left.at) / 1000) * this.#perSecond;
    left.tokens = Math.min(this.#perSecond, left.tokens);
    left.at = now;
    if (left.tokens < 1) {
      counted.throttled++;
      throw createThrottlingError('rekognition');
    }
    left.tokens--;
    counted.running++;
    counted.most = Math.max(counted.most, counted.running);
  };

  readonly end = (operation: DetectOperation): void => {
    this.counted[operation].running--;
    this.counted[operation].answered++;
  };
}
