import { S3Client } from '@aws-sdk/client-s3';
import { tracer } from '../support/powertools.ts';

/**
 * The S3 client. The SDK's defaults would add the checksum of an empty body to presigned uploads, and a checksum mode
 * to links:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
 */
export const s3 = new S3Client({
  requestChecksumCalculation: 'WHEN_REQUIRED',
  responseChecksumValidation: 'WHEN_REQUIRED',
  maxAttempts: 5,
});

// X-Ray's own capture records keys, which may hold a name: a gateway chooses those under `incoming/`. S3's error messages
// quote them too. So this records the operation alone, and removes the message, which would reach the log.
s3.middlewareStack.add(
  (next, context) => async (args) => {
    const segment = tracer.isTracingEnabled() ? tracer.getSegment() : undefined;
    const subsegment = segment?.addNewSubsegment('S3');
    subsegment?.addAttribute('namespace', 'aws');
    subsegment?.addAttribute('aws', { operation: (context.commandName ?? '').replace(/Command$/, '') });
    try {
      return await next(args);
    } catch (error) {
      if (error instanceof Error) {
        subsegment?.addErrorFlag();
        withoutKeys(error);
      }
      throw error;
    } finally {
      subsegment?.close();
    }
  },
  { step: 'initialize', priority: 'high', name: 'traceWithoutKeys' },
);

/** Replaces an error's message, and removes the fields of S3's answer that quote the key. */
function withoutKeys(error: Error): void {
  const message = `S3 answered ${error.name}.`;
  error.stack = error.stack?.replace(error.message, message) ?? '';
  error.message = message;
  for (const field of ['Key', 'Resource', '$response']) Reflect.deleteProperty(error, field);
}
