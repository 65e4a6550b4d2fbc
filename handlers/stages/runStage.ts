import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { PartialItemFailureResponse } from '@aws-lambda-powertools/batch/types';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';
import { changeVisibility } from '../adapters/changeVisibility.ts';
import { numberVariable } from '../support/environment.ts';
import { readJobId } from '../events/readJobId.ts';
import { UnreadableEventError } from '../events/parseMessage.ts';
import { retryDelaySeconds } from '../support/retryDelay.ts';
import { flushMetrics, logger } from '../support/powertools.ts';

/** Another delivery is at this very work: come back when it must have ended. */
export class LeaseHeldError extends Error {
  override readonly name = 'LeaseHeldError';
  readonly seconds: number;
  constructor(seconds: number) {
    super('Another delivery holds the lease of this job.');
    this.seconds = seconds;
  }
}

/** What a stage does with a message, and what it says when it will not be given it again. */
export interface Stage {
  work: (record: SQSRecord, context: Context) => Promise<void>;
  giveUp?: (record: SQSRecord, error: Error) => Promise<void>;
}

const maxReceives = numberVariable('MAX_RECEIVES');

/**
 * Runs a stage over a batch: each message on its own, failures reported by message. A failed message comes again
 * after a growing delay with jitter; on its last allowed receive the stage gives up in words and lets it go to the DLQ.
 */
export function runStage({ work, giveUp }: Stage) {
  const processor = new BatchProcessor(EventType.SQS);
  return async (event: SQSEvent, context: Context): Promise<PartialItemFailureResponse> => {
    logger.addContext(context);
    const one = async (record: SQSRecord): Promise<void> => {
      try {
        await work(record, context);
      } catch (thrown) {
        const error = thrown instanceof Error ? thrown : new Error(String(thrown));
        await afterFailure(record, error, giveUp);
        throw error;
      }
    };
    try {
      return await processPartialResponse(event, one, processor, { context, throwOnFullBatchFailure: false });
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
    if (!isNotOurs(error)) await giveUp?.(record, error);
    await hide(record, 0);
  } else {
    await hide(record, delayAfter(error, receives));
  }
}

/** What cannot be read names no job; a job that another delivery is at work on is that one's to end. */
const isNotOurs = (error: Error): boolean =>
  error instanceof UnreadableEventError || error instanceof LeaseHeldError;

function delayAfter(error: Error, receives: number): number {
  if (error instanceof LeaseHeldError) return Math.ceil(error.seconds);
  // Time mends nothing here: off to the dead-letter queue.
  if (error instanceof UnreadableEventError) return 1;
  return retryDelaySeconds(receives);
}

/** Without it the message still comes back, when the queue's own visibility ends: worth a warning only. */
async function hide(record: SQSRecord, seconds: number): Promise<void> {
  try {
    await changeVisibility(record, seconds);
  } catch (error) {
    logger.warn('The visibility of a message could not be changed', error as Error);
  }
}
