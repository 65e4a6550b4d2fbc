import type { CallInfo, DeliveryInfo } from '../aws/interceptor.ts';
import type { MovableClock } from '../clock.ts';
import type { LocalCloud } from '../startLocalCloud.ts';
import { FaultInjector } from './faultInjector.ts';
import { CALL_FAULTS, DELIVERY_FAULTS, canAffect, type Fault } from './fault.ts';
import { findSkippableTime } from './findSkippableTime.ts';
import { createSeededRandom } from './createSeededRandom.ts';

/** The share of a stage's calls, and of deliveries, that is struck: an image makes about thirty of the first. */
const CALLS_STRUCK = 0.03;
const DELIVERIES_STRUCK = 0.3;
/** Somebody watches: nothing waits for longer. */
const LONGEST_DELAY_MS = 20_000;
/** How often dead letters are sent back. */
const REDRIVE_MS = 60_000;
/** How often it looks whether all wait for a message that a crash has hidden. */
const LOOK_MS = 1000;
const STAGE = /-(decode|analyze|record|erase|sweep)-/;

/** Faults by chance, as `npm start -- --chaos SEED` has them: the seed fixes their order, not whom they strike. */
export class RandomFaultInjector extends FaultInjector {
  readonly #clock: MovableClock;
  readonly #say: (what: string, text: string) => void;
  #cloud: LocalCloud | undefined;
  /** How many invocations there had been at the last look. */
  #invocations = -1;
  #look: NodeJS.Timeout | undefined;

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
        STAGE.test(caller) && random() < CALLS_STRUCK
          ? choose(CALL_FAULTS.filter((kind) => canAffect(kind, operation)))
          : undefined,
      chooseDeliveryFault: ({ kind }) =>
        kind === 'eventbridge-target' && random() < DELIVERIES_STRUCK ? choose(DELIVERY_FAULTS) : undefined,
      crash: async (trace, type, message) => this.#cloud?.functions.crash(trace, type, message),
      onFault: ({ kind }, info) => say('chaos', `${kind}: ${described(info)}`),
    });
    this.#clock = clock;
    this.#say = say;
  }

  /** Begins to end that cloud's functions, to send its dead letters back, and to move time on where all wait. */
  start(cloud: LocalCloud): void {
    this.#cloud = cloud;
    this.#redriveLater(cloud);
    this.#look = setInterval(() => this.#moveOn(cloud), LOOK_MS);
  }

  override stop(): void {
    clearInterval(this.#look);
    super.stop();
  }

  #moveOn({ services, functions }: LocalCloud): void {
    const milliseconds = findSkippableTime(services.messages, functions.activeInvocations, this.#clock);
    // Between a receive and its invocation nothing seems to run either.
    const quiet = milliseconds > 0 && functions.invocationCount === this.#invocations;
    this.#invocations = functions.invocationCount;
    if (!quiet) return;
    this.#say(
      'chaos',
      `all wait for what a crash has hidden: time goes on by ${Math.round(milliseconds / 1000)} s`,
    );
    this.#clock.advance(milliseconds);
  }

  #redriveLater(cloud: LocalCloud): void {
    const { messages } = cloud.services;
    this.#clock.after(REDRIVE_MS, () => {
      for (const { arn, redrive } of messages.descriptions)
        if (redrive !== undefined) void messages.moveAll(redrive.deadLetterArn, arn).catch(() => undefined);
      this.#redriveLater(cloud);
    });
  }
}

const described = (info: CallInfo | DeliveryInfo): string =>
  'operation' in info
    ? `${info.operation} of ${STAGE.exec(info.caller)?.[1] ?? ''}`
    : `'${info.type}' to ${info.target.split(':').at(-1) ?? ''}`;
