import { AwsError } from '../../aws/awsError.ts';
import type { Interceptor } from '../../aws/interceptor.ts';
import type { Clock } from '../../clock.ts';
import type { EventEnvelope, TargetDescription } from './description.ts';

/** One event on its way to one target. */
export interface Delivery {
  readonly id: string;
  readonly ruleArn: string;
  readonly target: TargetDescription;
  readonly event: EventEnvelope;
  /** The time of the match, in milliseconds since 1970. */
  readonly since: number;
}

export interface DeliveryOptions {
  readonly clock: Clock;
  readonly interceptor: Interceptor;
  /** Sends a text to a queue or a function as events.amazonaws.com, on behalf of the rule. */
  readonly send: (
    arn: string,
    text: string,
    ruleArn: string,
    attributes?: Readonly<Record<string, string>>,
  ) => Promise<void>;
  /** Called once a delivery has succeeded or failed for good. */
  readonly done: (delivery: Delivery) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Permanent errors: EventBridge sends these events to the dead-letter queue without a retry. */
const PERMANENT = ['AccessDenied', 'QueueDoesNotExist', 'ResourceNotFoundException'];

/** Delivers events with EventBridge's retries; sends failed ones to the target's dead-letter queue. */
export class Deliveries {
  readonly #options: DeliveryOptions;
  readonly #underway = new Set<Promise<void>>();
  #closed = false;

  constructor(options: DeliveryOptions) {
    this.#options = options;
  }

  start(delivery: Delivery): void {
    this.#run(delivery, 0);
  }

  /** The number of deliveries in progress. */
  get underWay(): number {
    return this.#underway.size;
  }

  /** Waits for the deliveries in progress. The next start continues with those that wait for a retry. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#underway);
  }

  #run(delivery: Delivery, retries: number): void {
    if (this.#closed) return;
    const run = this.#attempt(delivery, retries)
      .catch(this.#options.onError)
      .finally(() => this.#underway.delete(run));
    this.#underway.add(run);
  }

  async #attempt(delivery: Delivery, retries: number): Promise<void> {
    const { clock, interceptor, send, done } = this.#options;
    const { target, event, ruleArn, since } = delivery;
    try {
      const { 'detail-type': type, detail } = event;
      await interceptor.deliver({ kind: 'eventbridge-target', target: target.arn, type, detail }, () =>
        send(target.arn, target.input ?? JSON.stringify(event), ruleArn),
      );
    } catch (error) {
      if (this.#closed) return;
      const permanent = error instanceof AwsError && PERMANENT.includes(error.name);
      const wait = Math.min(60_000, 500 * 2 ** retries);
      const tooOld = clock.now() + wait - since > target.maximumEventAge * 1000;
      if (!permanent && !tooOld && retries < target.maximumRetryAttempts) {
        clock.after(wait, () => this.#run(delivery, retries + 1));
        return;
      }
      await this.#sendToDeadLetterQueue(
        delivery,
        error,
        retries,
        tooOld ? 'MaximumEventAgeInSeconds' : 'MaximumRetryAttempts',
      );
    }
    await done(delivery);
  }

  /** Sends an event to the dead-letter queue. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
  async #sendToDeadLetterQueue(
    { target, event, ruleArn }: Delivery,
    error: unknown,
    retries: number,
    exhausted: string,
  ) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    this.#options.onError(error);
    if (target.dlqArn === undefined) return;
    await this.#options.send(target.dlqArn, JSON.stringify(event), ruleArn, {
      RULE_ARN: ruleArn,
      TARGET_ARN: target.arn,
      ERROR_CODE: name,
      ERROR_MESSAGE: message,
      EXHAUSTED_RETRY_CONDITION: exhausted,
      RETRY_ATTEMPTS: String(retries),
    });
  }
}
