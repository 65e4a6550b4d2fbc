/** Calls S3 as a function does: with the credentials of the environment, traced by Powertools. */
import { Tracer } from '@aws-lambda-powertools/tracer';
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';

const tracer = new Tracer();
const s3 = tracer.captureAWSv3Client(new S3Client({}));
const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket: 'derived', Key: 'one' }));
let refusal = 'none';
try {
  tracer.provider.captureAWS({});
} catch (error) {
  refusal = String(error);
}
console.log(JSON.stringify({ ContentLength, refusal }));
