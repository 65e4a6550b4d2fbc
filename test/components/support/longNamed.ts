import type { StackSettings } from '../../../local/graph/graph.ts';

/** A stack whose name has the maximum length and every kind of permitted character. */
export const LONG_NAMED: StackSettings = {
  project: 'dicom-analyzer',
  stack: 'A_stack.with-rather-a-long-name'.padEnd(100, '-x.9_Y'),
  region: 'us-east-1',
  accountId: '000000000000',
  awsEndpointUrl: 'http://127.0.0.1:1',
  seed: 'seed',
};
