import type { CallInfo, DeliveryInfo } from '../aws/interceptor.ts';
import type { MovableClock } from '../clock.ts';
import type { LocalCloud } from '../startLocalCloud.ts';
import { Chaos } from './chaos.ts';
import { CALL_FAULTS, DELIVERY_FAULTS, strikes, type Fault } from './fault.ts';
import { idleTime } from './idleTime.ts';
import { seededRandom } from './random.ts';

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
export class ChaosByChance extends Chaos {
  readonly #clock: MovableClock;
  readonly #say: (what: string, text: string) => void;
  #cloud: LocalCloud | undefined;
  /** How many invocations there had been at the last look. */
  #invocations = -1;
  #look: NodeJS.Timeout | undefined;

  constructor(seed: number, clock: MovableClock, say: (what: string, text: string) => void) {
    const random = seededRandom(seed);
    const choose = <K extends string>(kinds: readonly K[]): Fault<K> => ({
      kind: kinds[Math.floor(random() * kinds.length)]!,
      size: random(),
    });
    super({
      clock,
      longestDelayMs: LONGEST_DELAY_MS,
      forCall: ({ caller, operation }) =>
        STAGE.test(caller) && random() < CALLS_STRUCK
          ? choose(CALL_FAULTS.filter((kind) => strikes(kind, operation)))
          : undefined,
      forDelivery: ({ kind }) =>
        kind === 'eventbridge-target' && random() < DELIVERIES_STRUCK ? choose(DELIVERY_FAULTS) : undefined,
      crash: async (trace, type, message) => this.#cloud?.functions.crash(trace, type, message),
      onStrike: ({ kind }, info) => say('chaos', `${kind}: ${described(info)}`),
    });
    this.#clock = clock;
    this.#say = say;
  }

  /** Begins to end that cloud's functions, to send its dead letters back, and to move time on where all wait. */
  strike(cloud: LocalCloud): void {
    this.#cloud = cloud;
    this.#redriveLater(cloud);
    this.#look = setInterval(() => this.#moveOn(cloud), LOOK_MS);
  }

  override end(): void {
    clearInterval(this.#look);
    super.end();
  }

  #moveOn({ services, functions }: LocalCloud): void {
    const milliseconds = idleTime(services.messages, functions.underWay, this.#clock);
    // Between a receive and its invocation nothing seems to run either.
    const quiet = milliseconds > 0 && functions.invocations === this.#invocations;
    this.#invocations = functions.invocations;
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
