import type { Context } from 'aws-lambda';
import { flushMetrics, logger } from '../powertools.ts';
import { type Answer, problem } from './answer.ts';
import { type ApiEvent, type Caller, callerOf } from './caller.ts';
import { ProblemError } from './problemError.ts';

const BUSY = /Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded|SlowDown|TooManyRequests/;

/** A route of the API: who calls, then the work, then its typed errors as problems. */
export const route =
  (work: (event: ApiEvent, caller: Caller) => Promise<Answer>) =>
  async (event: ApiEvent, context: Context): Promise<Answer> => {
    logger.addContext(context);
    try {
      return await work(event, callerOf(event));
    } catch (error) {
      return problem(toProblem(error));
    } finally {
      flushMetrics();
    }
  };

function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  logger.error('A request failed', error as Error);
  if (error instanceof Error && BUSY.test(error.name)) {
    return new ProblemError(503, 'busy', 'The service is busy. Try again shortly.', { 'retry-after': '2' });
  }
  return new ProblemError(500, 'internal', 'The request failed here; nothing is wrong with it. Try again.');
}
