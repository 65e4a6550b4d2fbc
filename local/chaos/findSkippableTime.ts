import type { Clock } from '../clock.ts';
import type { Queues } from '../services/sqs/queues.ts';

/** Shorter waits are not skipped: a user watches. */
const LONGEST_WAIT_MS = 20_000;
/** The part of a wait that is not skipped. */
const REMAINING_MS = 2000;

/**
 * Returns the milliseconds by which the clock can advance at once; 0 if it must not. It can while no function runs, no
 * stage has a visible message, and the next message becomes visible much later. A crash leads to this state: the
 * messages of a failed invocation stay hidden until the visibility timeout of their queue is over.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 * @param activeInvocations the number of current invocations
 */
export function findSkippableTime(messages: Queues, activeInvocations: number, clock: Clock): number {
  const stages = messages.descriptions.filter(({ redrive }) => redrive !== undefined);
  if (activeInvocations > 0 || stages.some(({ arn }) => messages.counts(arn).visible > 0)) return 0;
  const wait = Math.min(...stages.map(({ arn }) => messages.nextVisibleAt(arn) ?? Infinity)) - clock.now();
  return Number.isFinite(wait) && wait > LONGEST_WAIT_MS ? wait - REMAINING_MS : 0;
}
