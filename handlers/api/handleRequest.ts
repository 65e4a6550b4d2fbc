import type { Context } from 'aws-lambda';
import { flushMetrics, logger } from '../support/powertools.ts';
import { type ApiResponse, problemResponse } from './response.ts';
import { ProblemError } from './problemError.ts';
import { requireOriginSecret } from './requireOriginSecret.ts';

const THROTTLING = /Throttl|ProvisionedThroughputExceeded|RequestLimitExceeded|SlowDown|TooManyRequests/;

/** Runs a route's work for requests that came through CloudFront, and turns its errors into problem responses. */
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
  if (error instanceof Error && THROTTLING.test(error.name)) {
    return new ProblemError(503, 'busy', 'The service is busy. Try again in a few seconds.', {
      'retry-after': '2',
    });
  }
  return new ProblemError(500, 'internal', 'The service failed to process the request. Try again.');
}
