import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';

/** Structured logs. Log job ids, codes and counts only, never a header value, a file name or a result's text. */
export const logger = new Logger();

/** Metrics in the embedded metric format; namespace and service come from the environment. */
export const metrics = new Metrics();

/** X-Ray tracer, which disables itself outside Lambda. It captures no HTTP requests: their paths may hold names. */
export const tracer = new Tracer({ captureHTTPsRequests: false });

/** Publishes the stored metrics at the end of an invocation. */
export function flushMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
