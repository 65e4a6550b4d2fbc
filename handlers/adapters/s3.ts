import { S3Client } from '@aws-sdk/client-s3';
import { tracer } from '../support/powertools.ts';

/**
 * The S3 client. The SDK's defaults would add the checksum of an empty body to presigned uploads, and a checksum mode
 * to links:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
 */
export const s3 = tracer.captureAWSv3Client(
  new S3Client({
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 5,
  }),
);
