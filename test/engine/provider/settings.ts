import type { StackSettings } from '../../../local/graph/graph.ts';

/** The account and region that the stand-in provider answers for. */
export const PROVIDER_SETTINGS: StackSettings = {
  project: 'dicom-analyzer',
  stack: process.env.ENGINE_STACK ?? 'engine',
  region: 'us-east-1',
  accountId: '000000000000',
  awsEndpointUrl: 'https://sqs.us-east-1.amazonaws.com',
  seed: 'engine',
};
