import type { Context } from 'aws-lambda';
import { flushMetrics, logger } from '../support/powertools.ts';
import { type ApiResponse, problemResponse } from './response.ts';
import { ProblemError } from './problemError.ts';
import { requireOriginSecret } from './requireOriginSecret.ts';

const BUSY = /Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded|SlowDown|TooManyRequests/;

/** What every route does around its work: no detour around CloudFront, and typed errors as problems. */
export async function handleRequest(
  event: { headers: Record<string, string | undefined> },
  context: Context,
  work: () => Promise<ApiResponse>,
): Promise<ApiResponse> {
  logger.addContext(context);
  try {
    await requireOriginSecret(event.headers);
    return await work();
  } catch (error) {
    return problemResponse(toProblem(error));
  } finally {
    flushMetrics();
  }
}

function toProblem(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  logger.error('A request failed', error as Error);
  if (error instanceof Error && BUSY.test(error.name)) {
    return new ProblemError(503, 'busy', 'The service is busy. Try again shortly.', { 'retry-after': '2' });
  }
  return new ProblemError(500, 'internal', 'The request failed here; nothing is wrong with it. Try again.');
}
