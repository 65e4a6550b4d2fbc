import { AwsError } from '../aws/awsError.ts';

/** The throttling errors of the services, with the HTTP status of each. */
const ERRORS: Readonly<Record<string, readonly [code: string, status: number]>> = {
  s3: ['SlowDown', 503],
  dynamodb: ['ProvisionedThroughputExceededException', 400],
  events: ['ThrottlingException', 400],
  sqs: ['RequestThrottled', 400],
  secretsmanager: ['ThrottlingException', 400],
  rekognition: ['ProvisionedThroughputExceededException', 400],
};

/** Creates the error that a service answers to too many calls. */
export function createThrottlingError(service: string): AwsError {
  const [code, status] = ERRORS[service] ?? ['ThrottlingException', 400];
  return new AwsError(code, 'Rate exceeded. Please reduce your request rate.', status);
}
