import type { Clock } from '../clock.ts';
import type { Queues } from '../services/sqs/queues.ts';

/** Somebody watches: what comes back within so long is waited for. */
const LONGEST_WAIT_MS = 20_000;
/** Time goes on to so long before. */
const BEFORE_MS = 2000;

/**
 * How far time may go on at once, in milliseconds; 0 where it may not. It may where no function runs, no stage has a
 * message to receive, and the next to come back is far away. So it is after a crash: Lambda leaves the messages of an
 * invocation that failed alone, and they come back once the queue's visibility timeout is over.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 * @param underWay how many invocations there are at this moment
 */
export function findSkippableTime(messages: Queues, underWay: number, clock: Clock): number {
  const stages = messages.descriptions.filter(({ redrive }) => redrive !== undefined);
  if (underWay > 0 || stages.some(({ arn }) => messages.counts(arn).visible > 0)) return 0;
  const wait = Math.min(...stages.map(({ arn }) => messages.nextVisibleAt(arn) ?? Infinity)) - clock.now();
  return Number.isFinite(wait) && wait > LONGEST_WAIT_MS ? wait - BEFORE_MS : 0;
}
