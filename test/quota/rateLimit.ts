import { createThrottlingError } from '../../local/chaos/createThrottlingError.ts';
import type { DetectOperation } from '../chaos/fakeRekognition.ts';

/** The number of calls of one operation. */
export interface OperationCounts {
  answered: number;
  throttled: number;
  /** Calls in progress: now, and at most. */
  running: number;
  most: number;
}

const none = (): OperationCounts => ({ answered: 0, throttled: 0, running: 0, most: 0 });

/**
 * Rekognition's quota of calls per second for each operation. It starts empty, so that the first call is rejected at any
 * speed of the machine, and it accumulates at most one second of calls.
 */
export class RateLimit {
  readonly counted: Readonly<Record<DetectOperation, OperationCounts>> = {
    DetectLabels: none(),
    DetectText: none(),
  };
  readonly #perSecond: number;
  readonly #left = new Map<DetectOperation, { tokens: number; at: number }>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Starts a call, or throws Rekognition's throttling error. */
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
