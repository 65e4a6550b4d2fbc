import { S3Client } from '@aws-sdk/client-s3';
import { tracer } from '../support/powertools.ts';

/**
 * The S3 client of a function. The defaults would bake the checksum of an empty body into what is presigned,
 * and a checksum mode into links:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
 */
export const s3 = tracer.captureAWSv3Client(
  new S3Client({
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 5,
  }),
);
