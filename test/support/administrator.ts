import type { Outputs } from './localCloud.ts';

/** Returns the configuration of an AWS SDK client for the local cloud's administrator. */
export const administrator = (outputs: Outputs) => ({
  region: outputs.region,
  endpoint: outputs.awsEndpointUrl,
  credentials: { accessKeyId: 'local-admin', secretAccessKey: 'local-admin-secret' },
});
