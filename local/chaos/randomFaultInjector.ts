import type { CallInfo, DeliveryInfo } from '../aws/interceptor.ts';
import type { MovableClock } from '../clock.ts';
import type { LocalCloud } from '../startLocalCloud.ts';
import { FaultInjector } from './faultInjector.ts';
import { CALL_FAULTS, DELIVERY_FAULTS, canAffect, type Fault } from './fault.ts';
import { findSkippableTime } from './findSkippableTime.ts';
import { createSeededRandom } from './createSeededRandom.ts';

/** The shares of calls and deliveries that get a fault. An image causes about thirty calls. */
const CALL_FAULT_SHARE = 0.03;
const DELIVERY_FAULT_SHARE = 0.3;
/** Short, since a user watches. */
const LONGEST_DELAY_MS = 20_000;
/** The interval of redrives from the dead-letter queues. */
const REDRIVE_MS = 60_000;
/** The interval of checks for time that can be skipped. */
const SKIP_CHECK_MS = 1000;
const STAGE = /-(decode|analyze|record|erase|sweep)-/;

/** Injects random faults for `npm start -- --chaos SEED`. The seed fixes the order of the faults, not their targets. */
export class RandomFaultInjector extends FaultInjector {
  readonly #clock: MovableClock;
  readonly #say: (what: string, text: string) => void;
  #cloud: LocalCloud | undefined;
  /** The number of invocations at the last check. */
  #invocations = -1;
  #skipTimer: NodeJS.Timeout | undefined;

  constructor(seed: number, clock: MovableClock, say: (what: string, text: string) => void) {
    const random = createSeededRandom(seed);
    const choose = <K extends string>(kinds: readonly K[]): Fault<K> => ({
      kind: kinds[Math.floor(random() * kinds.length)]!,
      size: random(),
    });
    super({
      clock,
      longestDelayMs: LONGEST_DELAY_MS,
      chooseCallFault: ({ caller, operation }) =>
        STAGE.test(caller) && random() < CALL_FAULT_SHARE
          ? choose(CALL_FAULTS.filter((kind) => canAffect(kind, operation)))
          : undefined,
      chooseDeliveryFault: ({ kind }) =>
        kind === 'eventbridge-target' && random() < DELIVERY_FAULT_SHARE
          ? choose(DELIVERY_FAULTS)
          : undefined,
      crash: async (trace, type, message) => this.#cloud?.functions.crash(trace, type, message),
      onFault: ({ kind }, info) => say('chaos', `${kind}: ${describe(info)}`),
    });
    this.#clock = clock;
    this.#say = say;
  }

  /** Starts to crash the cloud's functions, to redrive its dead letters, and to advance its clock while it waits. */
  start(cloud: LocalCloud): void {
    this.#cloud = cloud;
    this.#scheduleRedrive(cloud);
    this.#skipTimer = setInterval(() => this.#skipWait(cloud), SKIP_CHECK_MS);
  }

  override stop(): void {
    clearInterval(this.#skipTimer);
    super.stop();
  }

  #skipWait({ services, functions }: LocalCloud): void {
    const milliseconds = findSkippableTime(services.messages, functions.activeInvocations, this.#clock);
    // Nothing seems to run between a receive and its invocation either.
    const idle = milliseconds > 0 && functions.invocationCount === this.#invocations;
    this.#invocations = functions.invocationCount;
    if (!idle) return;
    this.#say(
      'chaos',
      `everything waits for a visibility timeout: the clock advances by ${Math.round(milliseconds / 1000)} s`,
    );
    this.#clock.advance(milliseconds);
  }

  #scheduleRedrive(cloud: LocalCloud): void {
    const { messages } = cloud.services;
    this.#clock.after(REDRIVE_MS, () => {
      for (const { arn, redrive } of messages.descriptions)
        if (redrive !== undefined) void messages.moveAll(redrive.deadLetterArn, arn).catch(() => undefined);
      this.#scheduleRedrive(cloud);
    });
  }
}

const describe = (info: CallInfo | DeliveryInfo): string =>
  'operation' in info
    ? `${info.operation} of ${STAGE.exec(info.caller)?.[1] ?? ''}`
    : `'${info.type}' to ${info.target.split(':').at(-1) ?? ''}`;
