import { AwsError } from '../aws/awsError.ts';

/** Every service has an error of its own for too many calls, with the status that its protocol gives it. */
const ERRORS: Readonly<Record<string, readonly [code: string, status: number]>> = {
  s3: ['SlowDown', 503],
  dynamodb: ['ProvisionedThroughputExceededException', 400],
  events: ['ThrottlingException', 400],
  sqs: ['RequestThrottled', 400],
  secretsmanager: ['ThrottlingException', 400],
  rekognition: ['ProvisionedThroughputExceededException', 400],
};

/** What a service answers when it is asked too often. */
export function createThrottlingError(service: string): AwsError {
  const [code, status] = ERRORS[service] ?? ['ThrottlingException', 400];
  return new AwsError(code, 'Rate exceeded. Please reduce your request rate.', status);
}
