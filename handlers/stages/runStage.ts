import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { changeVisibility } from '../adapters/changeVisibility.ts';
import { numberVariable } from '../support/environment.ts';
import { readJobId } from '../events/readJobId.ts';
import { UnreadableEventError } from '../events/parseMessage.ts';
import { retryDelaySeconds } from '../support/retryDelay.ts';
import { flushMetrics, logger } from '../support/powertools.ts';

/** Another delivery is working on the same job. The message is retried after its lease ends. */
export class LeaseHeldError extends Error {
  override readonly name = 'LeaseHeldError';
  readonly seconds: number;
  constructor(seconds: number) {
    super('Another delivery holds the lease on this job.');
    this.seconds = seconds;
  }
}

/** A stage's work on a message, and its report after the last failed try. */
export interface Stage {
  work: (record: SQSRecord, context: Context) => Promise<void>;
  giveUp?: (record: SQSRecord, error: Error) => Promise<void>;
}

const maxReceives = numberVariable('MAX_RECEIVES');

/**
 * Creates the handler of a stage. It processes each message of a batch separately and reports failures by message. A
 * failed message returns after a growing delay with jitter. On its last receive the stage reports the failure, and the
 * message moves to the dead-letter queue.
 */
export function runStage({ work, giveUp }: Stage) {
  const processor = new BatchProcessor(EventType.SQS);
  return async (event: SQSEvent, context: Context): Promise<PartialItemFailureResponse> => {
    logger.addContext(context);
    const processRecord = async (record: SQSRecord): Promise<void> => {
      try {
        await work(record, context);
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        await afterFailure(record, error, giveUp);
        throw error;
      }
    };
    try {
      return await processPartialResponse(event, processRecord, processor, {
        context,
        throwOnFullBatchFailure: false,
      });
    } finally {
      flushMetrics();
    }
  };
}

async function afterFailure(record: SQSRecord, error: Error, giveUp: Stage['giveUp']): Promise<void> {
  const receives = Number(record.attributes.ApproximateReceiveCount);
  logger.warn('A message failed', {
    jobId: readJobId(record.body),
    messageId: record.messageId,
    receives,
    error,
  });
  if (receives >= maxReceives) {
    if (!isUnreportable(error)) await giveUp?.(record, error);
    await delayReceive(record, 0);
  } else {
    await delayReceive(record, delayAfter(error, receives));
  }
}

/** An unreadable message names no job, and a leased job is reported by the delivery that holds the lease. */
const isUnreportable = (error: Error): boolean =>
  error instanceof UnreadableEventError || error instanceof LeaseHeldError;

function delayAfter(error: Error, receives: number): number {
  if (error instanceof LeaseHeldError) return Math.ceil(error.seconds);
  // No delay fixes the message, so it should reach the dead-letter queue soon.
  if (error instanceof UnreadableEventError) return 1;
  return retryDelaySeconds(receives);
}

/** Delays the next receive. If that fails, the message still returns after the queue's visibility timeout. */
async function delayReceive(record: SQSRecord, seconds: number): Promise<void> {
  try {
    await changeVisibility(record, seconds);
  } catch (error) {
    logger.warn('The visibility of a message could not be changed', error as Error);
  }
}
