import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

/** Structured logs: job ids, codes and counts only, never a header value, file name or word of a result. */
export const logger = new Logger();

/** Metrics in the embedded metric format; namespace and service come from the environment. */
export const metrics = new Metrics();

/** X-Ray; it switches itself off outside Lambda. */
export const tracer = new Tracer();

/** Writes out what was counted, at the end of an invocation. */
export function flushMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
